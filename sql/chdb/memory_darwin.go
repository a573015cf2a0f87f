package chdb

import "golang.org/x/sys/unix"

// physicalMemory is what this machine has.
func physicalMemory() uint64 {
	if n, err := unix.SysctlUint64("hw.memsize"); err == nil {
		return n
	}
	return 4 << 30
}
