-- The first day of which lists of sharers are kept; 1970-01-01 where there is none. Lists of persons are kept for some weeks only.
SELECT min(as_of) AS first FROM leader_score
