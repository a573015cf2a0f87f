package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// process runs a program and starts it again whenever it ends, as a supervisor would, until it is told to stop.
type process struct {
	name    string
	command func() *exec.Cmd
	log     string // file
	say     func(format string, args ...any)

	mu      sync.Mutex
	cmd     *exec.Cmd     // nil between two runs
	down    time.Duration // how long a killed process stays away
	killed  bool
	crashes []string // ends that nobody ordered and that no supervisor should see
	retries int      // ends with exit code 1: what it needs was away
	stop    chan struct{}
	done    chan struct{}
}

// start begins to run the program.
func (p *process) start() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stop, p.done = make(chan struct{}), make(chan struct{})
	go p.run(p.stop, p.done)
}

// started says whether the program is meant to run.
func (p *process) started() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stop != nil
}

func (p *process) run(stop, done chan struct{}) {
	defer close(done)
	for {
		wait := p.once(stop)
		select {
		case <-stop:
			return
		case <-time.After(wait):
		}
	}
}

// once runs the program until it ends and says how long to wait before the next time.
func (p *process) once(stop chan struct{}) time.Duration {
	const retry = 500 * time.Millisecond
	log, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o640)
	if err != nil {
		p.say("%s: %v", p.name, err)
		return retry
	}
	defer func() { _ = log.Close() }()
	p.mu.Lock()
	select {
	case <-stop: // between two runs
		p.mu.Unlock()
		return 0
	default:
	}
	fmt.Fprintf(log, "=== %s starts at %s\n", p.name, time.Now().Format("15:04:05.000"))
	cmd := p.command()
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		p.mu.Unlock()
		p.say("%s: %v", p.name, err)
		return retry
	}
	p.cmd, p.killed = cmd, false
	p.mu.Unlock()
	err = cmd.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cmd = nil
	fmt.Fprintf(log, "=== %s ended at %s: %v\n", p.name, time.Now().Format("15:04:05.000"), err)
	if p.killed {
		return p.down
	}
	var exit *exec.ExitError
	ordered := errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGTERM // before it could catch it
	select {
	case <-stop:
		if err == nil || ordered || exit != nil && exit.ExitCode() == 1 {
			return 0
		}
	default:
		if exit != nil && exit.ExitCode() == 1 { // it said why: what it needs was away
			p.retries++
			return retry
		}
	}
	p.crashes = append(p.crashes, fmt.Sprintf("%s ended by itself: %v", p.name, err))
	p.say("%s ended by itself: %v", p.name, err)
	return retry
}

// signal sends a signal to the program, if it runs.
func (p *process) signal(s syscall.Signal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd != nil {
		_ = p.cmd.Process.Signal(s)
	}
}

// kill ends the program in the hardest way; it is started again after down.
func (p *process) kill(down time.Duration) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd == nil || p.cmd.Process.Kill() != nil {
		return false
	}
	p.killed, p.down = true, down
	return true
}

// pause stops the program for a while, as a machine does that swaps or collects garbage; a kill meanwhile ends both.
func (p *process) pause(while time.Duration) bool {
	p.mu.Lock()
	cmd := p.cmd
	p.mu.Unlock()
	if cmd == nil || cmd.Process.Signal(syscall.SIGSTOP) != nil {
		return false
	}
	time.AfterFunc(while, func() { _ = cmd.Process.Signal(syscall.SIGCONT) }) // to this run, not to one that follows
	return true
}

// end stops the program in order, or hard if that takes too long, and does not start it again.
func (p *process) end(patience time.Duration) {
	p.mu.Lock()
	stop, done := p.stop, p.done
	p.stop = nil
	p.mu.Unlock()
	if stop == nil {
		return
	}
	close(stop)
	p.signal(syscall.SIGTERM)
	p.signal(syscall.SIGCONT)
	select {
	case <-done:
	case <-time.After(patience):
		p.say("%s does not stop, killing it", p.name)
		p.crash("%s did not stop within %v", p.name, patience)
		p.kill(0)
		<-done
	}
}

// crash takes note of an end that no supervisor should see.
func (p *process) crash(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.crashes = append(p.crashes, fmt.Sprintf(format, args...))
}

// running says whether the program runs now.
func (p *process) running() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cmd != nil
}

// newProcess prepares a process that logs to dir/NAME.log.
func newProcess(name, dir string, say func(string, ...any), command func() *exec.Cmd) *process {
	return &process{name: name, command: command, log: filepath.Join(dir, name+".log"), say: say}
}
