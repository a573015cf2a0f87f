// Package sql is the ground floor: everything that speaks to ClickHouse.
//
// [Open] takes a DSN, `embedded:DIR` for ClickHouse inside this process or
// `http://user:password@host:8123/database` for a server, and gives a [DB] that
// works the same over both. What callers ask is SQL kept in files and called by
// name ([DB.Select], [DB.Get], [DB.Run], [DB.Rows], [DB.Arrow]), with values
// bound as {name:Type}, never pasted into the text. Rows are written by
// [DB.Insert] and [DB.Batch]; whole partitions are published by [DB.Publish],
// beside the old ones and then swapped, so that a reader never sees half.
//
// The schema lives in migrations/NNNN_name.sql and is brought up to date by
// [Migrate]. The package knows nothing of what the tables mean.
package sql
