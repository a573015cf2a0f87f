package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/bench"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql"
)

// benchWorkerCommand measures one way; `bench ingest` runs it in a process of its own.
func benchWorkerCommand(g *shared) *cobra.Command {
	var events int64
	var brokers []string
	cmd := &cobra.Command{
		Use:     "worker WAY",
		Short:   "Measure one way (bench ingest runs this)",
		Example: "  linli bench worker ours --brokers 127.0.0.1:9092 --events 1000000",
		Hidden:  true,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			cfg, err := g.load()
			if err != nil {
				return err
			}
			cluster, err := cfg.Kafka.cluster()
			if err != nil {
				return err
			}
			cluster.Brokers = brokers
			db, err := sql.Open(cmd.Context(), "embedded:"+filepath.Join(g.dir, "clickhouse"), sql.Options{Library: cfg.ClickHouse.Library, Log: slog.New(slog.DiscardHandler)})
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, db.Close()) }()
			if _, err := sql.Migrate(cmd.Context(), db); err != nil {
				return err
			}
			r, err := bench.Run(cmd.Context(), bench.Task{Way: args[0], Cluster: cluster, DB: db, Expected: events,
				Group: fmt.Sprintf("linli-bench-%s-%d", args[0], os.Getpid()), Tell: func(n int64) { fmt.Fprintln(os.Stderr, n) }})
			if err != nil {
				return err
			}
			return json.NewEncoder(cmd.OutOrStdout()).Encode(r)
		},
	}
	cmd.Flags().Int64Var(&events, "events", 0, "how many events the topics hold")
	cmd.Flags().StringSliceVar(&brokers, "brokers", nil, "where Kafka is")
	return cmd
}

// benchProcess runs this program with other arguments and gives what it printed; numbers on its standard error are progress.
func benchProcess(ctx context.Context, p *progress, total int64, args ...string) ([]byte, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 30 * time.Second
	var out bytes.Buffer
	words := &numbers{tell: func(n int64) { p.at("%s of %s stored", thousands(n), thousands(total)) }}
	cmd.Stdout, cmd.Stderr = &out, words
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, strings.TrimSpace(words.rest.String()))
	}
	return out.Bytes(), nil
}

// numbers passes on lines that are numbers and keeps the others.
type numbers struct {
	tell func(int64)
	rest bytes.Buffer
}

func (w *numbers) Write(b []byte) (int, error) {
	for line := range strings.Lines(string(b)) {
		var n int64
		if _, err := fmt.Sscanf(line, "%d\n", &n); err == nil {
			w.tell(n)
		} else {
			w.rest.WriteString(line)
		}
	}
	return len(b), nil
}

// benchBroker gives the configured Kafka, or starts one in a process of its own.
func benchBroker(ctx context.Context, cfg Config, dir string) (topic.Cluster, func(), error) {
	c, err := cfg.Kafka.cluster()
	if err != nil || len(c.Brokers) > 0 {
		return c, func() {}, errors.Join(err, c.Ensure(ctx))
	}
	addr, err := freeAddress()
	if err != nil {
		return c, nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return c, nil, err
	}
	cmd := exec.Command(self, "serve", "--roles", "broker", "--dir", filepath.Join(dir, "kafka"))
	cmd.Env = append(os.Environ(), "LINLI_KAFKA_LISTEN="+addr, "LINLI_WEB_LISTEN="+off, "LINLI_LOG_LEVEL=error")
	var words bytes.Buffer
	cmd.Stdout, cmd.Stderr = io.Discard, &words
	if err := cmd.Start(); err != nil {
		return c, nil, fmt.Errorf("start a broker: %w", err)
	}
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	stop := func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(20 * time.Second):
			_ = cmd.Process.Kill()
			<-ended
		}
	}
	c.Brokers = []string{addr}
	for {
		_, err := c.Ping(ctx)
		if err == nil {
			return c, stop, c.Ensure(ctx)
		}
		select {
		case <-ended:
			return c, nil, fmt.Errorf("the broker for the measurement did not start: %s", strings.TrimSpace(words.String()))
		case <-ctx.Done():
			stop()
			return c, nil, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String(), nil
}
