package chdb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// waitSize is how much of an answer wait_end_of_query holds back at most.
const waitSize = 64 << 20

// runQuery sends the output of a statement.
func runQuery(ctx context.Context, w http.ResponseWriter, r *http.Request, job *job, c *conn) error {
	join := joinerFor(job.format)
	out, err := start(job, c, join != nil)
	if err != nil {
		return cancelled(ctx, err)
	}
	defer out.close()
	if out.running == 0 {
		join = plainJoiner{}
	}
	// The first piece is made before the headers go, so that most errors come
	// with their status.
	piece, err := out.next()
	if err != nil {
		return cancelled(ctx, err)
	}
	var held bytes.Buffer
	first := true
	for job.wait && piece != nil && held.Len() < waitSize {
		held.Write(join.join(piece, first))
		first = false
		if piece, err = out.next(); err != nil {
			return cancelled(ctx, err)
		}
	}
	h := w.Header()
	h.Set("X-ClickHouse-Format", job.format)
	h.Set("X-ClickHouse-Summary", out.stats.summary())
	h.Set("Content-Type", contentType(job.format))
	tag := randomName()
	h.Set("X-ClickHouse-Exception-Tag", tag)
	if piece == nil && held.Len() == 0 && len(join.tail()) == 0 {
		h.Set("Content-Length", "0")
		w.WriteHeader(http.StatusOK)
		return nil
	}
	if r.Method == http.MethodHead {
		w.WriteHeader(http.StatusOK)
		return nil
	}
	body := responseBody(w, r, job)
	if held.Len() > 0 {
		_, err = body.Write(held.Bytes())
	}
	for piece != nil && err == nil {
		if _, err = body.Write(join.join(piece, first)); err != nil {
			break // the reader has gone; out.close stops the query
		}
		first = false
		if err = ctx.Err(); err == nil {
			piece, err = out.next()
		}
		if err != nil {
			err = cancelled(ctx, err)
			_, _ = fmt.Fprintf(body, "\r\n__exception__\r\n%s\r\n%s\n%d %s\r\n__exception__\r\n", tag, err, len(err.Error())+1, tag)
		}
	}
	if err == nil {
		_, err = body.Write(join.tail())
	}
	if closeErr := body.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		abort(w, err)
	}
	return nil
}

// start runs the statement, piece by piece if the engine and the format can.
func start(job *job, c *conn, joinable bool) (*output, error) {
	if joinable && !job.sql.totals && job.settings["extremes"] != "1" {
		switch job.sql.keyword {
		case "SELECT", "WITH", "FROM", "": // "" is a bracket
			out, err := c.stream(job.text, job.format, job.params)
			if err == nil || !strings.Contains(err.Error(), "Streaming query is not supported") {
				return out, err
			}
		}
	}
	return c.whole(job.text, job.format, job.params)
}

// runInsert feeds the request's data to an INSERT.
func runInsert(ctx context.Context, w http.ResponseWriter, job *job, c *conn) error {
	in, err := c.insert(job.text, job.format, job.params)
	if err != nil {
		return cancelled(ctx, err)
	}
	buf := make([]byte, 256<<10)
	got := false
	for {
		n, readErr := fill(job.data, buf)
		if err := ctx.Err(); err != nil {
			in.abort()
			return err
		}
		if n > 0 {
			got = true
			if !in.write(buf[:n]) {
				break // finish says why
			}
		}
		if errors.Is(readErr, io.EOF) {
			break
		}
		if readErr != nil {
			in.abort()
			return newException("Code: 210. DB::Exception: the data of the INSERT ended early, nothing was stored: " + readErr.Error() + ". (NETWORK_ERROR)")
		}
	}
	if !got && strings.EqualFold(job.format, "Native") {
		// A driver that fails to encode its block sends nothing: no success then.
		in.abort()
		return newException("Code: 108. DB::Exception: No data to insert. (NO_DATA_TO_INSERT)")
	}
	st, err := in.finish()
	if err != nil {
		return cancelled(ctx, err)
	}
	h := w.Header()
	h.Set("X-ClickHouse-Summary", st.summary())
	h.Set("Content-Length", "0")
	w.WriteHeader(http.StatusOK)
	return nil
}

// fill reads until buf is mostly full, to hand the engine pieces worth the call.
// It keeps the reader's error as it is: io.EOF alone means that the data is whole.
func fill(r io.Reader, buf []byte) (n int, err error) {
	for n < len(buf)/2 && err == nil {
		var m int
		m, err = r.Read(buf[n:])
		n += m
	}
	return n, err
}

// cancelled prefers the reason why the request ended to the engine's "query was cancelled".
func cancelled(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// abort ends an answer that has begun so that the reader cannot take it for whole.
func abort(w http.ResponseWriter, err error) {
	if a, ok := w.(interface{ abort(error) }); ok {
		a.abort(err)
		return
	}
	_ = http.NewResponseController(w).Flush() // the reason, which may still be in a buffer
	panic(http.ErrAbortHandler)
}
