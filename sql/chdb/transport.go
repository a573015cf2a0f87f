package chdb

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
)

// Transport carries a driver's HTTP requests to the engine without a socket.
func (e *Engine) Transport() http.RoundTripper {
	return transport{&door{engine: e, trusted: true}}
}

type transport struct{ door *door }

func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(req.Context())
	pr, pw := io.Pipe()
	w := &pipeWriter{header: http.Header{}, pipe: pw, ready: make(chan struct{})}
	r := req.Clone(ctx)
	if r.Body == nil {
		r.Body = http.NoBody
	}
	// A cancelled request must not wait for a body that does not come, nor for
	// an answer that nobody reads.
	closing := context.AfterFunc(t.door.engine.ctx, func() { cancel(ErrClosed) })
	stop := context.AfterFunc(ctx, func() {
		_ = r.Body.Close()
		_ = pw.CloseWithError(context.Cause(ctx))
	})
	go func() {
		defer cancel(nil)
		defer stop()
		defer closing()
		t.door.ServeHTTP(w, r)
		_ = r.Body.Close()
		w.finish()
	}()
	select {
	case <-w.ready:
	case <-req.Context().Done():
		cancel(nil)
		return nil, context.Cause(req.Context())
	}
	return &http.Response{
		Status:        http.StatusText(w.status),
		StatusCode:    w.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        w.header,
		Body:          &pipeBody{pr, cancel},
		ContentLength: w.length,
		Request:       req,
	}, nil
}

// pipeWriter is the http.ResponseWriter of a [transport].
type pipeWriter struct {
	header http.Header
	pipe   *io.PipeWriter
	status int
	length int64 // 0 if there is no body, else -1
	ready  chan struct{}
	once   sync.Once
}

func (w *pipeWriter) Header() http.Header { return w.header }

func (w *pipeWriter) WriteHeader(status int) {
	w.once.Do(func() {
		w.status, w.length = status, -1
		if w.header.Get("Content-Length") == "0" {
			w.length = 0
		}
		close(w.ready)
	})
}

func (w *pipeWriter) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	if len(p) == 0 {
		return 0, nil
	}
	return w.pipe.Write(p)
}

// abort breaks the answer off; the reader gets err instead of an end.
func (w *pipeWriter) abort(err error) {
	if err == nil {
		err = errors.New("the answer was broken off")
	}
	_ = w.pipe.CloseWithError(err)
}

func (w *pipeWriter) finish() {
	if w.status == 0 {
		w.header.Set("Content-Length", "0")
		w.WriteHeader(http.StatusOK)
	}
	_ = w.pipe.Close() // no effect after abort
}

// pipeBody stops the query when its reader closes early.
type pipeBody struct {
	*io.PipeReader
	cancel context.CancelCauseFunc
}

func (b *pipeBody) Close() error {
	b.cancel(io.ErrClosedPipe)
	return b.PipeReader.Close()
}
