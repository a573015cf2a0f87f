package chdb

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// ownedSignals are those whose handlers belong to the Go runtime and which the
// library clears when it is loaded, connected or closed.
var ownedSignals = []syscall.Signal{
	syscall.SIGSEGV, syscall.SIGBUS, syscall.SIGFPE, syscall.SIGILL, syscall.SIGABRT, syscall.SIGURG,
	syscall.SIGPIPE, syscall.SIGTERM, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGHUP, syscall.SIGPROF,
}

// sigaction is the kernel's struct, opaque to us: handler, flags, restorer, mask.
type sigaction [4]uint64

// saveSignalHandlers remembers the handlers and returns the function that puts them back.
func saveSignalHandlers() (restore func()) {
	saved := make([]sigaction, len(ownedSignals))
	for i, s := range ownedSignals {
		rtSigaction(s, nil, &saved[i])
	}
	return func() {
		for i, s := range ownedSignals {
			rtSigaction(s, &saved[i], nil)
		}
	}
}

func rtSigaction(sig syscall.Signal, set, old *sigaction) {
	// The kernel's signal set is 8 bytes. It fails only for a bad number or address.
	_, _, _ = unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(sig),
		uintptr(unsafe.Pointer(set)), uintptr(unsafe.Pointer(old)), 8, 0, 0)
}
