-- Of those who opted out, who has a window all the same: it was made before. By hash.
-- reads days: as_of
SELECT cityHash64(user_id) AS buyer
FROM user_window
WHERE as_of = {as_of:Date} AND user_id IN (SELECT user_id FROM personal_optout FINAL WHERE opted_out = 1)
ORDER BY buyer
