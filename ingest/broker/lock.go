package broker

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// addrFile tells other processes of this machine where the holder of the lock listens.
const addrFile = "linli.addr"

// HeldError says that another process runs the broker on this folder, and where it listens.
type HeldError struct{ Dir, Addr string }

// Error implements error.
func (e *HeldError) Error() string {
	if e.Addr == "" {
		return fmt.Sprintf("another linli process is starting the Kafka broker of %s: wait a moment, or set kafka.dir to another folder", e.Dir)
	}
	return fmt.Sprintf("another linli process runs the Kafka broker of %s on %s: stop it, or set kafka.dir to another folder", e.Dir, e.Addr)
}

// lockDir keeps a second process off the log: two writers would corrupt it.
func lockDir(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("embedded Kafka broker needs a folder it can write: %w: set kafka.dir to another", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "linli.lock"), os.O_CREATE|os.O_RDWR, 0o640)
	if err != nil {
		return nil, fmt.Errorf("embedded Kafka broker needs a folder it can write: %w: set kafka.dir to another", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			addr, _ := os.ReadFile(filepath.Join(dir, addrFile))
			return nil, &HeldError{Dir: dir, Addr: strings.TrimSpace(string(addr))}
		}
		return nil, fmt.Errorf("lock %s: %w", f.Name(), err)
	}
	_ = os.Remove(filepath.Join(dir, addrFile)) // of the last holder: nobody may be sent there before we listen
	return f, nil
}
