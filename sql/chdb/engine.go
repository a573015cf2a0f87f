package chdb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Options of an engine. The zero value is good for a small machine.
type Options struct {
	Library   string            // path of libchdb; "" searches, see [Find]
	Database  string            // created if missing and current on every connection; "" is linli
	MaxConns  int               // statements that may run side by side; 0 is 16
	MaxMemory uint64            // bytes the engine may use; 0 is half of the machine's
	Settings  map[string]string // query settings of every connection
}

// warmConns are opened with the engine and are kept; more come on demand.
const warmConns = 4

// Engine is ClickHouse inside this process, over one folder.
type Engine struct {
	dir, database string
	version       string
	args          []string          // for every connection
	base          map[string]string // settings given in args
	lock          *dirLock

	ctx     context.Context // ends when the engine closes
	cancel  context.CancelFunc
	tokens  chan struct{} // one for each statement that may run
	closing sync.Once
	closed  error

	mu      sync.Mutex // guards idle, serial
	idle    []*conn
	serial  int
	control sync.Mutex // guards killer
	killer  *conn
}

// one is the engine of this process: the library can hold only one folder at a time.
var one struct {
	sync.Mutex
	dir string
}

// ErrClosed is returned by whatever is asked of a closed engine.
var ErrClosed = errors.New("the ClickHouse engine is closed")

// Open loads the library, locks dir and starts the engine on it. A process can
// have one engine at a time; after Close it can open another.
func Open(dir string, o Options) (_ *Engine, err error) {
	library, err := Find(o.Library)
	if err != nil {
		return nil, err
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	lock, err := lockDir(dir)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			lock.unlock()
		}
	}()
	if err := inspect(dir); err != nil {
		return nil, err
	}
	if err := Load(library); err != nil {
		return nil, err
	}
	one.Lock()
	defer one.Unlock()
	if one.dir != "" {
		return nil, fmt.Errorf("open %s: this process already runs ClickHouse on %s, close that one first", dir, one.dir)
	}
	e := &Engine{dir: dir, database: o.Database, lock: lock}
	if e.database == "" {
		e.database = "linli"
	}
	e.configure(o)
	e.ctx, e.cancel = context.WithCancel(context.Background())
	if err := e.boot(); err != nil {
		e.cancel()
		return nil, err
	}
	one.dir = dir
	return e, nil
}

// configure decides the engine's arguments.
func (e *Engine) configure(o Options) {
	memory := o.MaxMemory
	if memory == 0 {
		memory = max(physicalMemory()/2, 1<<30)
	}
	maxConns := o.MaxConns
	if maxConns <= 0 {
		maxConns = 16
	}
	e.tokens = make(chan struct{}, maxConns)
	e.base = map[string]string{
		"max_memory_usage":                     strconv.FormatUint(memory/10*8, 10),
		"session_timezone":                     "UTC", // the library has no timezone of its own, it takes the machine's
		"async_insert":                         "0",   // an acknowledged insert is stored
		"implicit_select":                      "0",   // as a server: a typing error is no SELECT
		"allow_introspection_functions":        "0",
		"query_profiler_real_time_period_ns":   "0", // no signals among Go's threads
		"query_profiler_cpu_time_period_ns":    "0",
		"output_format_arrow_string_as_string": "1",
	}
	for k, v := range o.Settings {
		e.base[k] = v
	}
	// Server settings; only the connection that boots the engine is heard.
	pool := strconv.Itoa(max(2, min(runtime.NumCPU(), 16)))
	e.args = []string{
		"--path=" + e.dir,
		"--max_server_memory_usage=" + strconv.FormatUint(memory, 10),
		"--background_pool_size=" + pool,
		"--background_merges_mutations_concurrency_ratio=2",
		"--background_schedule_pool_size=8",
		"--background_common_pool_size=4",
		"--background_fetches_pool_size=2",
		"--background_move_pool_size=1",
		"--background_buffer_flush_schedule_pool_size=2",
		"--background_distributed_schedule_pool_size=2",
		"--background_message_broker_schedule_pool_size=2",
		"--max_io_thread_pool_size=16",
		"--mark_cache_size=" + strconv.FormatUint(memory/32, 10),
		"--index_mark_cache_size=" + strconv.FormatUint(memory/64, 10),
		"--primary_index_cache_size=" + strconv.FormatUint(memory/64, 10),
		"--uncompressed_cache_size=0",
		"--mmap_cache_size=100",
		"--max_thread_pool_free_size=64",                   // idle threads beyond these go
		"--database_atomic_delay_before_drop_table_sec=10", // a dropped table's space is free soon
		"--compiled_expression_cache_size=16777216",
	}
}

// boot opens the first connections and makes the database.
func (e *Engine) boot() error {
	// A file of our own, or the engine would read a config.xml that happens to
	// lie in the working directory.
	config := filepath.Join(e.dir, "linli-config.xml")
	text := fmt.Sprintf("<clickhouse><storage_configuration><disks><default><keep_free_space_bytes>%d</keep_free_space_bytes></default></disks></storage_configuration></clickhouse>\n", cushion(e.dir))
	if err := os.WriteFile(config, []byte(text), 0o644); err != nil {
		return fmt.Errorf("write the engine's configuration: %w", err)
	}
	e.args = append(e.args, "--config-file="+config)
	restore := saveSignalHandlers()
	c, err := e.connect("default")
	restore()
	if err != nil {
		return fmt.Errorf("start ClickHouse on %s: %w: its reason is in the line above; check free space and rights of the folder, and if a file in it is damaged, %s", e.dir, err, remedy)
	}
	// On failure the engine has to go down whole, or its folder stays taken.
	fail := func(c *conn, err error) error {
		e.shut(append(e.idle, e.killer, c))
		return err
	}
	if _, err := c.exec("CREATE DATABASE IF NOT EXISTS "+quoteIdent(e.database), "Null"); err != nil {
		return fail(c, fmt.Errorf("create database %s: %w", e.database, err))
	}
	out, err := c.exec("SELECT version()", "TSV")
	if err != nil {
		return fail(c, fmt.Errorf("ask ClickHouse for its version: %w", err))
	}
	e.version = strings.TrimSpace(string(out))
	e.killer = c
	for range min(warmConns, cap(e.tokens)) {
		c, err := e.connect(e.database)
		if err != nil {
			return fail(c, err)
		}
		e.idle = append(e.idle, c)
	}
	return nil
}

// connect opens one more connection, with database current.
func (e *Engine) connect(database string) (*conn, error) {
	e.mu.Lock()
	e.serial++
	tag := "linli-" + strconv.Itoa(e.serial)
	e.mu.Unlock()
	args := append([]string(nil), e.args...)
	for k, v := range e.base {
		args = append(args, "--"+k+"="+v)
	}
	c, err := connect(append(args, "--log_comment="+tag))
	if err != nil {
		return nil, err
	}
	c.tag, c.database = tag, "default"
	if err := c.use(database); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

// acquire takes a connection with the database current and the settings in force.
func (e *Engine) acquire(ctx context.Context, database string, settings map[string]string) (*conn, error) {
	select {
	case e.tokens <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for a free ClickHouse connection (%d are busy): %w", cap(e.tokens), ctx.Err())
	case <-e.ctx.Done():
		return nil, ErrClosed
	}
	if e.ctx.Err() != nil {
		<-e.tokens
		return nil, ErrClosed
	}
	if database == "" {
		database = e.database
	}
	e.mu.Lock()
	var c *conn
	if n := len(e.idle); n > 0 {
		c, e.idle = e.idle[n-1], e.idle[:n-1]
	}
	e.mu.Unlock()
	var err error
	if c == nil {
		c, err = e.connect(database)
	} else {
		err = c.use(database)
	}
	if err == nil {
		err = c.apply(settings, e.base)
	}
	if err != nil {
		e.release(c)
		return nil, err
	}
	return c, nil
}

// release gives a connection back; one whose session was changed is closed.
func (e *Engine) release(c *conn) {
	if c != nil {
		if c.spoilt {
			c.close()
		} else {
			e.mu.Lock()
			e.idle = append(e.idle, c)
			e.mu.Unlock()
		}
	}
	<-e.tokens
}

// watch kills what c runs when ctx or the engine ends, until stop is called.
func (e *Engine) watch(ctx context.Context, c *conn) (stop func()) {
	done, tag := make(chan struct{}), c.tag
	var running sync.WaitGroup
	kill := func() {
		defer running.Done()
		for {
			e.control.Lock()
			if e.killer != nil {
				_, _ = e.killer.exec("KILL QUERY WHERE Settings['log_comment'] = "+quoteString(tag)+" ASYNC", "Null")
			}
			e.control.Unlock()
			// Again, for the statement may not have been registered yet.
			select {
			case <-done:
				return
			case <-time.After(50 * time.Millisecond):
			}
		}
	}
	running.Add(2)
	stops := []func() bool{context.AfterFunc(ctx, kill), context.AfterFunc(e.ctx, kill)}
	return func() {
		close(done)
		for _, stop := range stops {
			if stop() {
				running.Done()
			}
		}
		running.Wait()
	}
}

// Close stops what runs, waits for it and closes the engine. It may be called twice.
func (e *Engine) Close() error {
	e.closing.Do(func() {
		e.cancel()
		late := time.After(time.Minute)
		for range cap(e.tokens) {
			select {
			case e.tokens <- struct{}{}:
			case <-late:
				// Closing under a running statement would crash the process.
				e.closed = fmt.Errorf("close ClickHouse on %s: a statement still runs after a minute; the folder stays locked until the process ends", e.dir)
				return
			}
		}
		e.control.Lock()
		defer e.control.Unlock()
		one.Lock()
		defer one.Unlock()
		e.shut(append(e.idle, e.killer))
		e.idle, e.killer = nil, nil
		one.dir = ""
		e.lock.unlock()
	})
	return e.closed
}

// shut closes connections; the last one takes the engine down.
func (e *Engine) shut(conns []*conn) {
	restore := saveSignalHandlers()
	defer restore()
	for _, c := range conns {
		if c != nil {
			c.close()
		}
	}
}

// Version of the engine, for example 26.7.2.1.
func (e *Engine) Version() string { return e.version }

// Dir is the engine's folder.
func (e *Engine) Dir() string { return e.dir }

// Database that is current when a request names none.
func (e *Engine) Database() string { return e.database }

// Publish writes the address of the HTTP door into the lock file, where a second process finds it.
func (e *Engine) Publish(addr string) error { return e.lock.publish(addr) }
