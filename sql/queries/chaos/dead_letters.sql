-- Coordinates of the refused messages.
SELECT topic, partition, offset FROM dead_letter FINAL
