package apache

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Running gives the processes of brokers in dir that an earlier process started and left running.
func Running(dir string) (pids []int) {
	files, _ := filepath.Glob(filepath.Join(dir, "*", "pid"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
		// The number may be another program's by now: ours names its configuration file.
		if err == nil && ours(pid, filepath.Join(filepath.Dir(file), "server.properties")) {
			pids = append(pids, pid)
		}
	}
	return pids
}

func ours(pid int, config string) bool {
	config, err := filepath.Abs(config)
	if err != nil {
		return false
	}
	args, err := exec.Command("ps", "-ww", "-p", strconv.Itoa(pid), "-o", "args=").Output()
	return err == nil && strings.HasSuffix(strings.TrimSpace(string(args)), "kafka.Kafka "+config)
}

// Stop ends the brokers that Running finds and waits until they are gone. One that does not end in time is killed.
func Stop(dir string, within time.Duration) (stopped int, err error) {
	pids := Running(dir)
	for _, pid := range pids {
		err = errors.Join(err, syscall.Kill(pid, syscall.SIGTERM))
	}
	deadline := time.Now().Add(within)
	for len(Running(dir)) > 0 {
		if time.Now().After(deadline) {
			for _, pid := range Running(dir) {
				err = errors.Join(err, fmt.Errorf("kafka broker with process %d did not stop within %s and was killed", pid, within), syscall.Kill(pid, syscall.SIGKILL))
			}
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*", "pid"))
	for _, file := range files {
		_ = os.Remove(file)
	}
	return len(pids), err
}
