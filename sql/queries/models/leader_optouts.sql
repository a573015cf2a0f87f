-- Users of whom nothing personal is published.
SELECT user_id FROM personal_optout FINAL WHERE opted_out = 1 ORDER BY user_id
