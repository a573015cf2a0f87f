package collect

import (
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzip"
)

// budget is the memory that all bodies together may take. It is paid for as the bytes come, so that a sender who announces
// much and sends little holds little. Where many grow at once and there is room for none, one of them waits until others have
// left, so that not all are turned away.
type budget struct {
	free    atomic.Int64
	waiting atomic.Bool   // one body waits for room
	left    chan struct{} // tells it that there is more
	size    int64
}

// waitForRoom is how long one body waits at most.
const waitForRoom = 5 * time.Second

func (b *budget) open(size int64) {
	b.size, b.left = size, make(chan struct{}, 1)
	b.free.Store(size)
}

// take takes n bytes for a body that holds some already.
func (b *budget) take(n, held int64) bool {
	if b.try(n) {
		return true
	}
	if held+n > b.size || !b.waiting.CompareAndSwap(false, true) {
		return false
	}
	defer b.waiting.Store(false)
	for end := time.After(waitForRoom); ; {
		if b.try(n) {
			return true
		}
		select {
		case <-b.left:
		case <-end:
			return false
		}
	}
}

func (b *budget) try(n int64) bool {
	for {
		free := b.free.Load()
		if free < n {
			return false
		}
		if b.free.CompareAndSwap(free, free-n) {
			return true
		}
	}
}

func (b *budget) give(n int64) {
	b.free.Add(n)
	select {
	case b.left <- struct{}{}:
	default: // it knows
	}
}

// body is an unpacked request with what it holds of the budget.
type body struct {
	text   []byte
	budget *budget
	held   int64
}

func (b *body) release() {
	b.budget.give(b.held)
	b.held = 0
}

const (
	firstPiece = 16 << 10
	// perByte is what a byte of a body costs while it is at work: itself, its copy when the room grows, and in the producer's
	// batch and request.
	perByte = 3
)

// grow makes room for more text.
func (b *body) grow(limit int64) error {
	size := min(max(2*int64(cap(b.text)), firstPiece), limit+1)
	more := perByte * (size - int64(cap(b.text)))
	if !b.budget.take(more, b.held) {
		return errNoRoom
	}
	b.held += more
	b.text = append(make([]byte, 0, size), b.text...)
	return nil
}

// fill reads all of in, at most one byte more than limit.
func (b *body) fill(in io.Reader, limit int64) error {
	for int64(len(b.text)) <= limit {
		if len(b.text) == cap(b.text) {
			if err := b.grow(limit); err != nil {
				return err
			}
		}
		n, err := in.Read(b.text[len(b.text):cap(b.text)])
		b.text = b.text[:len(b.text)+n]
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// counted counts what is read, as sent.
type counted struct {
	io.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

var unpackers = sync.Pool{New: func() any { return new(gzip.Reader) }}

// read gives the unpacked body, or the refusal. The body is to be released in either case.
func (h *Handler) read(w http.ResponseWriter, r *http.Request) (*body, *refusal) {
	b := &body{budget: &h.bytes}
	packed := false
	switch strings.ToLower(r.Header.Get("Content-Encoding")) {
	case "", "identity":
	case "gzip", "x-gzip":
		packed = true
	default:
		return b, &refusal{http.StatusUnsupportedMediaType, "the request may be sent as it is or with Content-Encoding: gzip", 0}
	}
	if r.ContentLength > h.o.MaxBytes {
		return b, &refusal{http.StatusRequestEntityTooLarge, tooLarge, 0}
	}
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(h.o.BodyTime)) // where the server cannot, its own limits hold
	sent := &counted{Reader: http.MaxBytesReader(w, r.Body, h.o.MaxBytes)}
	defer func() { h.metrics.read(sent.n, int64(len(b.text))) }()
	var in io.Reader = sent
	if packed {
		z := unpackers.Get().(*gzip.Reader)
		defer unpackers.Put(z)
		if err := z.Reset(sent); err != nil {
			return b, unreadable(err, packed)
		}
		in = z // a few packed bytes must not fill the memory: fill stops behind the limit
	}
	if err := b.fill(in, h.o.MaxBytes); err != nil {
		return b, unreadable(err, packed)
	}
	if int64(len(b.text)) > h.o.MaxBytes {
		return b, &refusal{http.StatusRequestEntityTooLarge, tooLarge, 0}
	}
	return b, nil
}

// unreadable tells the sender why his body could not be read.
func unreadable(err error, packed bool) *refusal {
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return &refusal{http.StatusRequestEntityTooLarge, tooLarge, 0}
	case errors.Is(err, errNoRoom):
		return &refusal{http.StatusServiceUnavailable, noRoom, roomWait}
	case errors.Is(err, os.ErrDeadlineExceeded):
		return &refusal{http.StatusRequestTimeout, "the request came too slowly: send it again", 0}
	case packed:
		return &refusal{http.StatusBadRequest, "the request says Content-Encoding: gzip but is no whole gzip stream", 0}
	}
	return &refusal{http.StatusBadRequest, "the request body could not be read: send it again", 0}
}
