-- What somebody decided on some suggestions.
SELECT suggestion_id, decision, who, at, note
FROM suggestion_decision FINAL
WHERE suggestion_id IN {suggestions:Array(String)}
