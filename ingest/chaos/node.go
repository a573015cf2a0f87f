package main

import (
	"context"
	"fmt"
	"sync"
	"syscall"
	"time"

	"github.com/linli-project/linli/ingest/kafkatest"
	"github.com/linli-project/linli/ingest/kafkatest/apache"
)

// victim is a process that the plan may strike.
type victim interface {
	kill(down time.Duration) bool // false: it does not run now
	pause(while time.Duration) bool
	started() bool // it is meant to run
	running() bool
}

// node is a broker of Apache Kafka.
type node struct {
	mu sync.Mutex
	n  *apache.Node
	st *stage
}

// startKafka starts an Apache Kafka of so many brokers.
func (st *stage) startKafka(ctx context.Context, brokers int) error {
	libs, err := apache.Fetch(ctx, kafkatest.Cache())
	if err != nil {
		return err
	}
	if st.kafka, err = apache.Start(ctx, apache.Options{Libs: libs, Dir: st.dir + "/kafka", Brokers: brokers}); err != nil {
		return err
	}
	st.cluster.Brokers, st.cluster.ReplicationFactor = st.kafka.Addrs(apache.Plaintext), min(3, brokers)
	for i, n := range st.kafka.Nodes {
		st.victims[brokerName(i+1)] = &node{n: n, st: st}
	}
	return nil
}

func brokerName(i int) string { return fmt.Sprintf("%s-%d", broker, i) }

func (n *node) kill(down time.Duration) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.n.Pid() == 0 {
		return false
	}
	_ = n.n.Kill()
	time.AfterFunc(down, func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		if n.st.ended.Load() {
			return
		}
		if err := n.n.Start(); err != nil {
			n.st.r.differ("%v", err)
		}
	})
	return true
}

func (n *node) pause(while time.Duration) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	pid := n.n.Pid()
	if pid == 0 || syscall.Kill(pid, syscall.SIGSTOP) != nil {
		return false
	}
	time.AfterFunc(while, func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		if n.n.Pid() == pid { // not one that follows
			_ = syscall.Kill(pid, syscall.SIGCONT)
		}
	})
	return true
}

func (n *node) started() bool { return true }

func (n *node) running() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.n.Pid() != 0
}
