// Package broker is the one-machine default for Kafka: a broker inside the process that speaks the real protocol, so that
// any Kafka client can produce and consume, and keeps its log in a folder.
//
// It is a single node without replication and says so at start; a chain runs Apache Kafka and leaves this package unused.
// The protocol and the log are franz-go's kfake; this package adds what a product needs around it: a lock on the folder,
// a fixed address, retention on a clock and an orderly stop. Close consumers before the broker, or their group waits a
// whole session timeout for a member that will not come back.
package broker

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
)

// ClusterID is what the embedded broker calls itself, so that clients can tell it from a Kafka of somebody else's.
const ClusterID = "linli-embedded"

// Options of the embedded broker.
type Options struct {
	Dir       string        // where the log is kept
	Listen    string        // host:port; port 0 takes a free one
	Retention time.Duration // how long events are kept; 0 is 7 days
	Log       *slog.Logger
}

// Broker is a running embedded broker.
type Broker struct {
	cluster *kfake.Cluster
	addr    string
	lock    *os.File
	stop    chan struct{}
	done    chan struct{}
	once    sync.Once
}

// Start opens the log in o.Dir and listens.
func Start(o Options) (*Broker, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Retention == 0 {
		o.Retention = 7 * 24 * time.Hour
	}
	lock, err := lockDir(o.Dir)
	if err != nil {
		return nil, err
	}
	ln, err := net.Listen("tcp", o.Listen)
	if err != nil {
		_ = lock.Close()
		remedy := "set kafka.listen to an address of this machine, such as 127.0.0.1:9092"
		if errors.Is(err, syscall.EADDRINUSE) {
			remedy = "stop what uses the port, or set kafka.listen (LINLI_KAFKA_LISTEN) to another"
		}
		return nil, fmt.Errorf("embedded Kafka broker cannot listen on %s: %w: %s", o.Listen, err, remedy)
	}
	cluster, err := open(o, ln)
	if err != nil {
		_ = ln.Close()
		_ = lock.Close()
		return nil, fmt.Errorf("embedded Kafka broker cannot open its log in %s: %w: restore the folder, or move it away to begin an empty log", o.Dir, err)
	}
	if err := os.WriteFile(filepath.Join(o.Dir, addrFile), []byte(ln.Addr().String()+"\n"), 0o640); err != nil {
		cluster.Close()
		_ = lock.Close()
		return nil, fmt.Errorf("embedded Kafka broker: %w: set kafka.dir to a folder it can write", err)
	}
	b := &Broker{cluster: cluster, addr: ln.Addr().String(), lock: lock, stop: make(chan struct{}), done: make(chan struct{})}
	go b.retain()
	o.Log.Info("embedded Kafka broker: one node, no replication", "addr", b.addr, "dir", o.Dir)
	return b, nil
}

// open reads the log. A damaged one may make kfake panic: that is an error here.
func open(o Options, ln net.Listener) (cluster *kfake.Cluster, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the log is damaged: %v", r)
		}
	}()
	if err := keepDamaged(o.Dir, o.Log); err != nil {
		return nil, err
	}
	distrust(o.Dir)
	return kfake.NewCluster(
		kfake.NumBrokers(1),
		kfake.ListenFn(func(string, string) (net.Listener, error) { return ln, nil }),
		kfake.DataDir(o.Dir),
		kfake.ClusterID(ClusterID),
		kfake.DefaultNumPartitions(4),
		kfake.WithLogger(logger{o.Log, o.Dir, new(atomic.Int64)}),
		kfake.BrokerConfigs(map[string]string{"log.retention.ms": strconv.FormatInt(o.Retention.Milliseconds(), 10)}),
	)
}

// distrust removes what a clean stop noted about partitions that have messages, so that kfake rebuilds it from the segments,
// as after a kill; it reads them in either case. With the notes it would cut a damaged end off and then append behind the old
// size, where messages are acknowledged and can never be read.
func distrust(dir string) {
	segments, _ := filepath.Glob(filepath.Join(dir, "partitions", "*", "*.dat"))
	for _, s := range segments {
		if info, err := os.Stat(s); err == nil && info.Size() > 0 {
			_ = os.Remove(filepath.Join(filepath.Dir(s), "snapshot.json"))
		}
	}
}

// Addr is where clients connect.
func (b *Broker) Addr() string { return b.addr }

// Close stops the broker and syncs its log; it may be called twice.
func (b *Broker) Close() error {
	b.once.Do(func() {
		close(b.stop)
		<-b.done
		b.cluster.Close()
		_ = b.lock.Close()
	})
	return nil
}

// retain drops segments past their time: kfake does so only when asked.
func (b *Broker) retain() {
	defer close(b.done)
	tick := time.NewTicker(10 * time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-b.stop:
			return
		case <-tick.C:
			b.cluster.ApplyRetention()
		}
	}
}

// logger passes the broker's warnings on; its informational lines are noise to a user.
type logger struct {
	log  *slog.Logger
	dir  string
	told *atomic.Int64 // when it was said last that the folder takes no writes, in Unix seconds
}

func (l logger) Logf(level kfake.LogLevel, format string, args ...any) {
	text := "kafka: " + strings.TrimSpace(fmt.Sprintf(format, args...))
	switch {
	case level != kfake.LogLevelError && level != kfake.LogLevelWarn:
	case strings.HasPrefix(format, "persist "): // each batch of each sender fails: said once a minute
		now, told := time.Now().Unix(), l.told.Load()
		if now-told >= 60 && l.told.CompareAndSwap(told, now) {
			l.log.Error(text+": senders are refused until kafka.dir can be written: see its disk's free space and rights", "dir", l.dir)
		}
	case level == kfake.LogLevelError:
		l.log.Error(text)
	default:
		l.log.Warn(text)
	}
}
