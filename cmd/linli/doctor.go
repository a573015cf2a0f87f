package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"github.com/linli-project/linli/dashboards/assets"
	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/chdb"
)

func doctorCommand(g *shared) *cobra.Command {
	return &cobra.Command{
		Use:     "doctor",
		Short:   "Check what Linli needs on this machine and say what to mend",
		Example: "  linli doctor\n  linli doctor --config linli.yaml",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			d := doctor{cmd: cmd}
			cfg, err := g.load()
			if d.say("configuration", err, "read") {
				d.examine(cmd.Context(), cfg)
			}
			if d.bad > 0 {
				return fmt.Errorf("%d of %d checks failed: see above", d.bad, d.checks)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "\nall %d checks passed\n", d.checks)
			return nil
		},
	}
}

type doctor struct {
	cmd         *cobra.Command
	checks, bad int
}

// say prints one check's outcome and returns whether it is good.
func (d *doctor) say(what string, err error, good string, args ...any) bool {
	d.checks++
	if err != nil {
		d.bad++
		fmt.Fprintf(d.cmd.OutOrStdout(), "✗ %-14s %v\n", what, err)
		return false
	}
	fmt.Fprintf(d.cmd.OutOrStdout(), "✓ %-14s %s\n", what, fmt.Sprintf(good, args...))
	return true
}

func (d *doctor) examine(ctx context.Context, cfg Config) {
	d.say("program", nil, "linli %s, %s, %s/%s", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	d.say("data folder", cfg.dataDir(), "%s can be written", cfg.Dir)
	d.space(cfg)
	library, err := chdb.Find(cfg.ClickHouse.Library)
	d.say("libchdb", err, "%s", library)
	d.say("charts", missing(assets.Load().Has("charts.js"), "the chart bundle is not in this binary: `make build` puts it there; pages show tables instead"), "in the binary")

	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	db, err := sql.Open(ctx, cfg.ClickHouse.DSN, sql.Options{Library: cfg.ClickHouse.Library})
	if d.say("clickhouse", err, "opened") {
		text, err := db.Version(ctx)
		d.say("engine", err, "ClickHouse %s", text)
		pending, err := pendingSteps(ctx, db)
		d.say("schema", err, "%d steps pending (serve and `linli migrate up` apply them)", pending)
		broken, err := db.BrokenParts(ctx)
		if text := sql.Broken(broken); text != "" {
			err = errors.New(text)
		}
		d.say("parts", err, "none broken")
		d.say("closing", db.Close(), "clean")
	}
	if len(cfg.Kafka.Brokers) > 0 {
		d.kafka(ctx, cfg.Kafka)
	} else {
		d.port("kafka", cfg.Kafka.Listen)
	}
	if cfg.Web.Listen != off {
		d.port("pages", cfg.Web.Listen)
	}
	if o, err := cfg.messages(); err != nil || o.Directory.Any() {
		d.say("messages", err, "receivers and mail server are well written; sent at %s", cfg.Message.At)
	}
}

// leastSpace is what merges and a day's events need; with less, storing will stop soon.
const leastSpace = 1 << 30

// space looks at the disks of the folders that are written.
func (d *doctor) space(cfg Config) {
	folders := []string{cfg.Dir}
	if dir, embedded := strings.CutPrefix(cfg.ClickHouse.DSN, "embedded:"); embedded {
		folders = append(folders, dir)
	}
	if cfg.ownBroker() {
		folders = append(folders, cfg.Kafka.Dir)
	}
	where, least := "", uint64(math.MaxUint64)
	for _, dir := range folders {
		var disk unix.Statfs_t
		if unix.Statfs(dir, &disk) != nil { // not made yet
			continue
		}
		if free := uint64(disk.Bavail) * uint64(disk.Bsize); free < least { //nolint:unconvert // types differ by system
			where, least = dir, free
		}
	}
	var err error
	if least < leastSpace {
		err = fmt.Errorf("%d MiB are free for %s: make room, or events will wait in Kafka and be refused when its disk is full", least>>20, where)
	}
	d.say("disk", err, "%d MiB free", least>>20)
}

// port tells whether an address is free, or taken by what may well be a running Linli.
func (d *doctor) port(what, addr string) {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		d.say(what, nil, "%s is in use: fine if Linli is running, else choose another address", addr)
		return
	}
	d.say(what, ln.Close(), "%s is free", addr)
}

func missing(there bool, text string) error {
	if there {
		return nil
	}
	return errors.New(text)
}

func pendingSteps(ctx context.Context, db *sql.DB) (int, error) {
	steps, err := sql.Status(ctx, db)
	if err == nil {
		err = sql.Complete(ctx, db)
	}
	n := 0
	for _, s := range steps {
		switch s.State {
		case "pending":
			n++
		case "changed", "unknown":
			return n, fmt.Errorf("step %04d %s is %s: run the version of linli that applied it", s.Version, s.Name, s.State)
		}
	}
	return n, err
}
