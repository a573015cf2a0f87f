package main

import (
	"context"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// wire stands between a sink and the engine and passes everything on unchanged. It tells when something is being said, so
// that a kill can strike in the middle of storing a block: those moments are short, and chance alone would seldom find them.
type wire struct {
	listener net.Listener
	to       string
	words    []*words
}

// words counts what was said, in pieces of at most 32 KiB.
type words struct{ atomic.Int64 }

func newWire(to string, heard ...*words) (*wire, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	w := &wire{listener: l, to: to, words: heard}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return // closed at the end
			}
			go w.pass(conn)
		}
	}()
	return w, nil
}

func (w *wire) addr() string { return w.listener.Addr().String() }

func (w *wire) close() { _ = w.listener.Close() }

// pass joins two connections until either ends: a killed process hangs up on its peer at once, as it would without us.
func (w *wire) pass(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	engine, err := net.DialTimeout("tcp", w.to, time.Second)
	if err != nil {
		return
	}
	var once sync.Once
	end := func() { once.Do(func() { _ = conn.Close(); _ = engine.Close() }) }
	defer end()
	go func() {
		defer end()
		_, _ = io.Copy(conn, engine)
	}()
	_, _ = io.Copy(io.MultiWriter(engine, w), conn)
}

// Write hears what a sink says.
func (w *wire) Write(p []byte) (int, error) {
	for _, heard := range w.words {
		heard.Add(1)
	}
	return len(p), nil
}

// await returns when n more words were said, or the patience is at its end.
func (w *words) await(ctx context.Context, n int64, patience time.Duration) {
	until := w.Load() + n
	for end := time.Now().Add(patience); w.Load() < until && ctx.Err() == nil && time.Now().Before(end); {
		time.Sleep(500 * time.Microsecond)
	}
}
