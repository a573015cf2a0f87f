package sqltest

import (
	"os"
	"path/filepath"
	"syscall"
	"time"
)

const (
	memory   = "/dev/shm" // a file system in memory, on Linux
	plenty   = 4 << 30    // bytes free in it; a package's tests fill less than a tenth of a gigabyte
	prefix   = "linli-sqltest-"
	outdated = time.Hour
)

// folder makes one for an engine: in memory, where there is plenty of it, since on a disk each new table waits for it.
func folder() (string, error) {
	var s syscall.Statfs_t
	if os.Getenv("TMPDIR") != "" || syscall.Statfs(memory, &s) != nil || s.Bavail*uint64(s.Bsize) < plenty { //nolint:gosec // a size is not negative
		return os.MkdirTemp("", prefix)
	}
	sweep(memory)
	return os.MkdirTemp(memory, prefix)
}

// sweep removes what test runs that were killed left: old folders whose engine's lock nobody holds.
func sweep(parent string) {
	left, _ := filepath.Glob(filepath.Join(parent, prefix+"*"))
	for _, dir := range left {
		lock, err := os.Open(filepath.Join(dir, "linli.lock"))
		if err != nil {
			continue
		}
		info, err := lock.Stat()
		if err == nil && time.Since(info.ModTime()) > outdated && syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			_ = os.RemoveAll(dir)
		}
		_ = lock.Close()
	}
}
