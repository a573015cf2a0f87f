package chdb

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// lockName is the file in the engine's folder that its owner keeps locked.
const lockName = "linli.lock"

// LockedError says that another process owns the engine's folder.
type LockedError struct {
	Dir      string
	PID      int
	HTTPAddr string // its HTTP door, "" if it has none
}

func (e *LockedError) Error() string {
	if e.HTTPAddr == "" {
		return fmt.Sprintf("%s is in use by process %d: stop it, or give it an HTTP door (clickhouse.http) to share its data", e.Dir, e.PID)
	}
	return fmt.Sprintf("%s is in use by process %d, which serves it at http://%s", e.Dir, e.PID, e.HTTPAddr)
}

// dirLock is held as long as its file is open; the system releases it when the
// process dies, so a kill leaves no stale lock.
type dirLock struct {
	file *os.File
	info lockInfo
}

type lockInfo struct {
	PID  int    `json:"pid"`
	HTTP string `json:"http,omitempty"`
}

func lockDir(dir string) (*dirLock, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("create the engine's folder: %w: set dir (--dir) to a folder that can be written", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("open the engine's lock: %w: it has to be a file in a folder that can be written", err)
	}
	for started := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if err == nil {
			break
		}
		if !errors.Is(err, unix.EWOULDBLOCK) {
			f.Close()
			return nil, fmt.Errorf("lock %s: %w: the engine needs a local file system with flock", f.Name(), err)
		}
		if owner := ownerOf(f); owner.HTTP != "" || time.Since(started) > patience {
			f.Close()
			return nil, &LockedError{Dir: dir, PID: owner.PID, HTTPAddr: owner.HTTP}
		}
	}
	l := &dirLock{file: f, info: lockInfo{PID: os.Getpid()}}
	if err := l.write(); err != nil {
		f.Close()
		return nil, err
	}
	return l, nil
}

// patience is how long to wait for an owner without a door: a short command that soon ends, or a service whose door soon opens.
const patience = 8 * time.Second

// ownerOf reads who holds the lock; half-written means unknown.
func ownerOf(f *os.File) (info lockInfo) {
	if b, err := io.ReadAll(io.NewSectionReader(f, 0, 4096)); err == nil {
		_ = json.Unmarshal(b, &info)
	}
	return info
}

// publish writes the address of the HTTP door into the lock.
func (l *dirLock) publish(addr string) error {
	l.info.HTTP = addr
	return l.write()
}

func (l *dirLock) write() error {
	b, err := json.Marshal(l.info)
	if err != nil {
		return err
	}
	if err := l.file.Truncate(0); err != nil {
		return fmt.Errorf("write %s: %w", l.file.Name(), err)
	}
	if _, err := l.file.WriteAt(append(b, '\n'), 0); err != nil {
		return fmt.Errorf("write %s: %w", l.file.Name(), err)
	}
	return nil
}

// unlock empties the file and lets go. The file stays: removing it would race
// with a process that has just opened it.
func (l *dirLock) unlock() {
	_ = l.file.Truncate(0)
	_ = l.file.Close()
}
