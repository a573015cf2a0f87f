// Package chdb runs ClickHouse inside the process, from the shared library
// libchdb, without cgo.
//
// [Find] finds the library, [Open] starts the engine on a folder, and from then
// on the engine is reached as any ClickHouse is, by HTTP: [Engine.Transport]
// carries a driver's requests to it without a socket, [Engine.Handler] serves
// the same on a port. So one driver and one SQL text work on one machine and on
// a cluster.
//
// What the library asks for, and how it is met:
//
//   - One folder per process at a time, one process per folder: a lock file,
//     and [LockedError] for who comes second.
//   - One statement at a time per connection: a pool, one connection per
//     request, opened in under a millisecond.
//   - It clears the signal handlers of the Go runtime when it starts: they are
//     saved before and restored after (signals_linux.go, signals_darwin.go).
//   - It runs several statements in one text, and its streamed results are a
//     document per block: both are mended before anybody outside sees them
//     (classify.go, format.go).
//   - A connection closed under a running statement crashes the process: Close
//     stops what runs and waits for it.
package chdb
