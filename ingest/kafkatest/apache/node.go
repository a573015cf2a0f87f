package apache

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/linli-project/linli/ingest/topic"
)

//go:embed log4j2.properties
var log4j []byte

// Node is one broker, which is a controller too.
type Node struct {
	ID      int
	Ports   []int // in the order of listeners
	cluster *Cluster
	dir     string
	cmd     *exec.Cmd
	ended   chan struct{} // closed when the process is gone
}

// Addr is the broker's address of that listener.
func (n *Node) Addr(l Listener) string {
	return "127.0.0.1:" + strconv.Itoa(n.Ports[slices.Index(listeners, l)])
}

func (n *Node) data() string { return filepath.Join(n.dir, "data") }

// LogFile is what the broker writes about itself.
func (n *Node) LogFile() string { return filepath.Join(n.dir, "server.log") }

// Pid is the broker's process, 0 when it does not run.
func (n *Node) Pid() int {
	if n.cmd == nil {
		return 0
	}
	select {
	case <-n.ended:
		return 0
	default:
		return n.cmd.Process.Pid
	}
}

// Brisk makes Java start sooner and work slower afterwards: for brokers that live for a test.
var Brisk = []string{"-XX:TieredStopAtLevel=1"}

// javaArgs keep a broker small: it shares the machine with what is tested.
func (c *Cluster) javaArgs(log string) []string {
	args := []string{"-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Xshare:auto",
		"-Dlog4j2.configurationFile=" + filepath.Join(c.dir, "log4j2.properties"), "-Dlinli.log=" + log}
	return append(append(args, c.java...), "-cp", filepath.Join(c.libs, "*"))
}

// Start starts the process; Wait tells when it serves.
func (n *Node) Start() error {
	if n.Pid() != 0 {
		return fmt.Errorf("kafka broker %d runs already", n.ID)
	}
	out, err := os.OpenFile(filepath.Join(n.dir, "stdout.log"), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o640)
	if err != nil {
		return err
	}
	defer func() { _ = out.Close() }()
	cmd := exec.Command("java", append(n.cluster.javaArgs(n.LogFile()), "kafka.Kafka", n.configFile())...)
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = attributes(n.cluster.outlive)
	started, ended := make(chan error), make(chan struct{})
	go func() {
		// Linux takes the end of the thread that started a process for the end of its parent. Unlocked again, the thread lives
		// on: one that ended would take what libchdb keeps for it along.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		if started <- err; err == nil {
			_ = cmd.Wait()
			close(ended)
		}
	}()
	if err := <-started; err != nil {
		return fmt.Errorf("start kafka broker %d: %w", n.ID, err)
	}
	n.cmd, n.ended = cmd, ended
	return os.WriteFile(n.pidFile(), []byte(strconv.Itoa(cmd.Process.Pid)+"\n"), 0o640)
}

// Wait returns when the broker serves clients, or has failed to.
func (n *Node) Wait(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 90*time.Second)
	defer cancel()
	for {
		id, err := topic.Cluster{Brokers: []string{n.Addr(Plaintext)}}.Ping(ctx)
		if err == nil && id == ClusterID {
			return nil
		} else if err == nil {
			err = fmt.Errorf("cluster %q answers on %s: stop it", id, n.Addr(Plaintext))
		}
		select {
		case <-n.ended:
			return fmt.Errorf("kafka broker %d ended at its start: see %s: %s", n.ID, n.LogFile(), n.lastWords())
		case <-ctx.Done():
			return fmt.Errorf("kafka broker %d does not serve: %w: see %s", n.ID, err, n.LogFile())
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// lastWords is what a broker that ended wrote last, to its log and to its output.
func (n *Node) lastWords() string {
	log, _ := os.ReadFile(n.LogFile()) // missing when Java itself did not start
	out, _ := os.ReadFile(filepath.Join(n.dir, "stdout.log"))
	return lastLines(log) + lastLines(out)
}

// Kill ends the broker as a power cut would, as far as the process goes.
func (n *Node) Kill() error {
	n.signal(os.Kill)
	return n.Stop(10 * time.Second)
}

func (n *Node) signal(s os.Signal) {
	if n.Pid() != 0 {
		_ = n.cmd.Process.Signal(s)
	}
}

// Stop ends the broker in order; one that does not end within the time is killed, and that is told.
func (n *Node) Stop(within time.Duration) error {
	if n.Pid() == 0 {
		return nil
	}
	n.signal(syscall.SIGTERM)
	defer func() { _ = os.Remove(n.pidFile()) }()
	select {
	case <-n.ended:
		return nil
	case <-time.After(within):
		n.signal(os.Kill)
		<-n.ended
		return fmt.Errorf("kafka broker %d did not stop within %s and was killed", n.ID, within)
	}
}

func (n *Node) pidFile() string    { return filepath.Join(n.dir, "pid") }
func (n *Node) configFile() string { return filepath.Join(n.dir, "server.properties") }
