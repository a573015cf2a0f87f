package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/linli-project/linli/ingest/kafkatest/apache"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/chdb"
)

// stage is the set of processes and what is done to them.
type stage struct {
	o       options
	r       *report
	dir     string
	program string
	env     []string
	cluster topic.Cluster
	at      string // of the engine
	dsn     string
	wires   []*wire           // of each sink to the engine
	words   map[string]*words // what a sink says to the engine; what the engine hears of all
	db      *sql.DB

	processes []*process // engine, broker if it is ours, sinks; the last is the one that joins and leaves
	kafka     *apache.Cluster
	victims   map[string]victim
	ended     atomic.Bool

	mu       sync.Mutex
	timeline *os.File
	started  time.Time
}

// partitions of each topic: more than sinks, and not a multiple of them.
const partitions = 7

// newStage builds the program and says where everything will be.
func newStage(ctx context.Context, o options, r *report) (*stage, error) {
	st := &stage{o: o, r: r, dir: o.dir, program: o.program, started: time.Now(), words: map[string]*words{engine: {}}, victims: map[string]victim{}}
	var err error
	if st.dir == "" {
		st.dir, err = os.MkdirTemp("", "linli-chaos-")
	} else if err = os.MkdirAll(st.dir, 0o750); err == nil {
		st.dir, err = filepath.Abs(st.dir)
	}
	if err != nil {
		return st, err
	}
	if st.timeline, err = os.Create(filepath.Join(st.dir, "timeline")); err != nil {
		return st, err
	}
	library, err := chdb.Find("")
	if err != nil {
		return st, err
	}
	if st.program == "" {
		st.program = filepath.Join(st.dir, "linli")
		if out, err := exec.CommandContext(ctx, "go", "build", "-o", st.program, "./cmd/linli").CombinedOutput(); err != nil {
			return st, fmt.Errorf("build ./cmd/linli: %w\n%s", err, out)
		}
	} else if st.program, err = filepath.Abs(st.program); err != nil {
		return st, err
	}
	at, err := freePorts(2)
	if err != nil {
		return st, err
	}
	st.at, st.dsn = at[0], "http://"+at[0]+"/linli"
	st.cluster = topic.Cluster{Brokers: o.brokers, Partitions: partitions}
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "LINLI_") { // a setting of the caller's must not change the test
			st.env = append(st.env, v)
		}
	}
	st.env = append(st.env, "LINLI_DIR="+st.dir, "LINLI_WEB_LISTEN=off", "LINLI_KAFKA_PARTITIONS="+fmt.Sprint(partitions), chdb.EnvLibrary+"="+library)
	st.add(engine, "LINLI_CLICKHOUSE_HTTP="+at[0])
	switch {
	case o.kafka > 0:
		if err := st.startKafka(ctx, o.kafka); err != nil {
			return st, err
		}
	case len(o.brokers) == 0:
		st.cluster.Brokers = at[1:]
		st.add(broker, "LINLI_KAFKA_LISTEN="+at[1])
	}
	for i := range o.sinks + 1 {
		name := sinkName(i + 1)
		st.words[name] = &words{}
		w, err := newWire(st.at, st.words[name], st.words[engine])
		if err != nil {
			return st, err
		}
		st.wires = append(st.wires, w)
		st.add(name, st.elsewhere(w.addr())...)
	}
	return st, nil
}

// elsewhere is what a process needs to know that has neither engine nor broker.
func (st *stage) elsewhere(engineAt string) []string {
	return []string{"LINLI_CLICKHOUSE_DSN=http://" + engineAt + "/linli", "LINLI_KAFKA_BROKERS=" + strings.Join(st.cluster.Brokers, ",")}
}

// linli prepares the program.
func (st *stage) linli(env []string, args ...string) *exec.Cmd {
	cmd := exec.Command(st.program, args...)
	cmd.Dir, cmd.Env = st.dir, slices.Concat(st.env, env)
	return cmd
}

func (st *stage) add(name string, env ...string) {
	role, _, sink := strings.Cut(name, "-")
	if sink {
		role = "ingest"
	}
	p := newProcess(name, st.dir, st.say, func() *exec.Cmd { return st.linli(env, "serve", "--roles", role) })
	st.processes = append(st.processes, p)
	st.victims[name] = p
}

// guest is the sink that joins and leaves.
func (st *stage) guest() *process { return st.processes[len(st.processes)-1] }

// say writes a line to the terminal and the timeline.
func (st *stage) say(format string, args ...any) {
	st.mu.Lock()
	defer st.mu.Unlock()
	line := fmt.Sprintf("%7.2fs  %s", time.Since(st.started).Seconds(), fmt.Sprintf(format, args...))
	fmt.Println(line)
	fmt.Fprintln(st.timeline, line)
}

// note writes a line to the timeline only.
func (st *stage) note(format string, args ...any) {
	st.mu.Lock()
	defer st.mu.Unlock()
	fmt.Fprintf(st.timeline, "%7.2fs  %s\n", time.Since(st.started).Seconds(), fmt.Sprintf(format, args...))
}

// freePorts finds addresses below the ports that the system gives to outgoing connections: while a killed process is away,
// one of the many who dial its address could otherwise be given the very port.
func freePorts(n int) ([]string, error) {
	var found []string
	for port := 20000 + os.Getpid()%9000; len(found) < n && port < 32000; port++ {
		addr := fmt.Sprintf("127.0.0.1:%d", port)
		if ln, err := net.Listen("tcp", addr); err == nil {
			_ = ln.Close()
			found = append(found, addr)
		}
	}
	if len(found) < n {
		return nil, fmt.Errorf("no free ports between 20000 and 32000")
	}
	return found, nil
}
