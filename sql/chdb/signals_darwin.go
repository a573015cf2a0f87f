package chdb

import (
	"syscall"

	"github.com/ebitengine/purego"
)

var ownedSignals = []syscall.Signal{
	syscall.SIGSEGV, syscall.SIGBUS, syscall.SIGFPE, syscall.SIGILL, syscall.SIGABRT, syscall.SIGURG,
	syscall.SIGPIPE, syscall.SIGTERM, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGHUP, syscall.SIGPROF,
}

// sigaction is libc's struct on macOS, opaque to us: handler, mask and flags.
type sigaction [2]uint64

// saveSignalHandlers remembers the handlers and returns the function that puts
// them back. macOS wants libc's sigaction, as its system calls are private.
func saveSignalHandlers() (restore func()) {
	var call func(sig int32, set, old *sigaction) int32
	libc, err := purego.Dlopen("/usr/lib/libSystem.B.dylib", purego.RTLD_NOW|purego.RTLD_GLOBAL)
	if err != nil {
		return func() {}
	}
	purego.RegisterLibFunc(&call, libc, "sigaction")
	saved := make([]sigaction, len(ownedSignals))
	for i, s := range ownedSignals {
		call(int32(s), nil, &saved[i])
	}
	return func() {
		for i, s := range ownedSignals {
			call(int32(s), &saved[i], nil)
		}
	}
}
