package sql

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/linli-project/linli/sql/chdb"
)

// Options of [Open]. The zero value is an engine without an HTTP door.
type Options struct {
	Library      string       // path of libchdb; "" searches
	HTTPListen   string       // embedded: address of the HTTP door, "127.0.0.1:8123"; "" is none
	HTTPPassword string       // embedded: asked for at the door (user default); needed for other than loopback
	HTTPReadOnly bool         // embedded: the door only reads
	Database     string       // instead of the DSN's
	MaxConns     int          // statements side by side; 0 is 16
	MaxMemory    uint64       // embedded: bytes the engine may use; 0 is half of the machine's
	Log          *slog.Logger // nil is silent
}

// DB is ClickHouse, embedded or a server. It may be used by many goroutines.
type DB struct {
	conn     driver.Conn
	raw      *rawDoor
	database string
	engine   *chdb.Engine // nil for a server
	owned    bool         // engine is closed with the DB
	door     *httpDoor
	log      *slog.Logger
	memory   *Memory             // nil: every read is asked for
	settings clickhouse.Settings // of reads
}

// Open connects to what dsn names. An embedded folder that another Linli
// process holds is reached through that process's HTTP door.
func Open(ctx context.Context, dsn string, o Options) (*DB, error) {
	t, err := parseDSN(dsn)
	if err != nil {
		return nil, err
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Database != "" {
		t.database = o.Database
	}
	if t.dir == "" {
		return openServer(ctx, t, o)
	}
	if err := checkListen(o); err != nil {
		return nil, err
	}
	engine, err := chdb.Open(t.dir, chdb.Options{Library: o.Library, Database: t.database, MaxConns: 2 * maxConns(o), MaxMemory: o.MaxMemory})
	var locked *chdb.LockedError
	if errors.As(err, &locked) && locked.HTTPAddr != "" {
		o.Log.Info("the data folder is served by another linli process, using its HTTP door",
			"dir", locked.Dir, "pid", locked.PID, "http", locked.HTTPAddr)
		return openServer(ctx, target{scheme: "http", hosts: []string{locked.HTTPAddr}, user: "default", password: o.HTTPPassword, database: t.database}, o)
	}
	if err != nil {
		return nil, fmt.Errorf("open ClickHouse (clickhouse.dsn %s): %w", t.where(), err)
	}
	db, err := OpenOn(ctx, engine, o)
	if err != nil {
		return nil, errors.Join(err, engine.Close())
	}
	db.owned = true
	// The lock says that nobody else is at work here, so what is left is dead.
	if err := errors.Join(db.sweep(ctx, 0), db.warnBroken(ctx)); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if db.door, err = listen(engine, o); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// OpenOn opens a DB on an engine that runs already and that stays open when the
// DB is closed. It is how several databases share one engine, as in tests.
func OpenOn(ctx context.Context, engine *chdb.Engine, o Options) (*DB, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	t := target{scheme: "http", hosts: []string{"embedded:0"}, database: engine.Database()}
	if o.Database != "" {
		t.database = o.Database
	}
	transport := engine.Transport()
	db := &DB{engine: engine, database: t.database, log: o.Log, raw: newRawDoor(t, transport)}
	var err error
	db.conn, err = dial(ctx, t, o, func(*http.Transport) (http.RoundTripper, error) { return transport, nil })
	return db, err
}

func openServer(ctx context.Context, t target, o Options) (*DB, error) {
	db := &DB{database: t.database, log: o.Log, raw: newRawDoor(t, nil)}
	var err error
	if db.conn, err = dial(ctx, t, o, nil); err != nil {
		return nil, err
	}
	// Others may be publishing: only what is a day old is surely dead.
	if err := db.sweep(ctx, 24*time.Hour); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func maxConns(o Options) int {
	if o.MaxConns > 0 {
		return o.MaxConns
	}
	return 16
}

// dial makes the database if it is missing and gives a pool that has answered once.
func dial(ctx context.Context, t target, o Options, transport func(*http.Transport) (http.RoundTripper, error)) (driver.Conn, error) {
	if !namePattern.MatchString(t.database) {
		return nil, fmt.Errorf("database %q: letters, digits and _ only", t.database)
	}
	options := clickhouse.Options{
		Protocol:      clickhouse.HTTP,
		Addr:          t.hosts,
		Auth:          clickhouse.Auth{Username: t.user, Password: t.password},
		TransportFunc: transport,
		DialTimeout:   10 * time.Second,
		ReadTimeout:   time.Hour, // until the first byte of an answer; callers bound by context
		MaxOpenConns:  maxConns(o),
		MaxIdleConns:  maxConns(o),
		Settings: clickhouse.Settings{
			"async_insert":                    0, // an acknowledged row is stored
			"session_timezone":                "UTC",
			"max_partitions_per_insert_block": 1000, // a publication of years of days
		},
	}
	if t.scheme == "https" {
		options.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	first := options
	first.Auth.Database = "default"
	first.MaxOpenConns, first.MaxIdleConns = 1, 1
	conn, err := clickhouse.Open(&first)
	if err != nil {
		return nil, fmt.Errorf("clickhouse %s: %w", t.where(), err)
	}
	err = conn.Exec(ctx, "CREATE DATABASE IF NOT EXISTS "+t.database)
	_ = conn.Close()
	if err != nil {
		return nil, connectError(t, err)
	}
	options.Auth.Database = t.database
	if conn, err = clickhouse.Open(&options); err != nil {
		return nil, fmt.Errorf("clickhouse %s: %w", t.where(), err)
	}
	return conn, nil
}

// Embedded says whether ClickHouse runs inside this process.
func (db *DB) Embedded() bool { return db.engine != nil }

// Database is the name of the current database.
func (db *DB) Database() string { return db.database }

// HTTPAddr is the address of this process's HTTP door, "" if it has none.
func (db *DB) HTTPAddr() string {
	if db.door == nil {
		return ""
	}
	return db.door.addr
}

// Version of ClickHouse.
func (db *DB) Version(ctx context.Context) (string, error) {
	var v string
	err := db.conn.QueryRow(ctx, "SELECT version()").Scan(&v)
	return v, clean("version", err)
}

// Close ends the door, the connections and the engine, in this order. It may be called twice.
func (db *DB) Close() error {
	var errs []error
	if db.door != nil {
		errs = append(errs, db.door.close())
	}
	if db.conn != nil {
		errs = append(errs, db.conn.Close())
		db.raw.client.CloseIdleConnections()
	}
	if db.owned {
		errs = append(errs, db.engine.Close())
	}
	return errors.Join(errs...)
}
