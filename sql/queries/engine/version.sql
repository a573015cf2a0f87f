-- Version of the ClickHouse that answers, with the value given, as a check of the way there and back.
SELECT version() AS version, {echo:String} AS echo
