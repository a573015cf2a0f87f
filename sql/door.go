package sql

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/linli-project/linli/sql/chdb"
)

// httpDoor is ClickHouse's HTTP interface of an embedded engine.
type httpDoor struct {
	addr   string
	server *http.Server
	done   chan struct{}
}

// checkListen refuses an address that would open the store to the network.
func checkListen(o Options) error {
	if o.HTTPListen == "" {
		return nil
	}
	host, _, err := net.SplitHostPort(o.HTTPListen)
	if err != nil {
		return fmt.Errorf("clickhouse.http %q: want host:port, for example 127.0.0.1:8123, or nothing for no door", o.HTTPListen)
	}
	ip := net.ParseIP(host)
	if o.HTTPPassword == "" && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("clickhouse.http %s would open the store to the network: listen on 127.0.0.1", o.HTTPListen)
	}
	return nil
}

// listen opens the door, if one is wanted, and writes its address into the lock.
func listen(engine *chdb.Engine, o Options) (*httpDoor, error) {
	if o.HTTPListen == "" {
		return nil, nil
	}
	l, err := net.Listen("tcp", o.HTTPListen)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("clickhouse.http: %s is taken by another program: set clickhouse.http to a free address, or to nothing for no door", o.HTTPListen)
	}
	if err != nil {
		return nil, fmt.Errorf("clickhouse.http: cannot listen on %s: %w: set clickhouse.http to an address of this machine", o.HTTPListen, err)
	}
	d := &httpDoor{addr: l.Addr().String(), done: make(chan struct{})}
	if tcp, ok := l.Addr().(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		d.addr = net.JoinHostPort("127.0.0.1", fmt.Sprint(tcp.Port))
	}
	if err := engine.Publish(d.addr); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	d.server = &http.Server{
		Handler:           engine.Handler(chdb.DoorOptions{ReadOnly: o.HTTPReadOnly, Password: o.HTTPPassword}),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(o.Log.Handler(), slog.LevelDebug),
	}
	go func() {
		defer close(d.done)
		if err := d.server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			o.Log.Error("the ClickHouse HTTP door has closed", "addr", d.addr, "err", err)
		}
	}()
	return d, nil
}

// close lets requests end for a moment, then cuts them off.
func (d *httpDoor) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if d.server.Shutdown(ctx) != nil {
		_ = d.server.Close()
	}
	<-d.done
	return nil
}
