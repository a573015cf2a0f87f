package chdb

import "golang.org/x/sys/unix"

// mostSpace is kept free on a large disk, a twentieth on a small one.
const mostSpace = 1 << 30

// cushion is how many bytes of the folder's disk the engine leaves free: with less it refuses inserts and merges before they
// begin. The library does not notice when a write fails. It would acknowledge an insert of which nothing has reached the
// disk, and take a merged part of empty files for good; so the disk must not get full under it.
func cushion(dir string) uint64 {
	var disk unix.Statfs_t
	if unix.Statfs(dir, &disk) != nil {
		return 0
	}
	return min(mostSpace, uint64(disk.Blocks)*uint64(disk.Bsize)/20) //nolint:unconvert // types differ by system
}
