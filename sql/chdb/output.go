package chdb

import "errors"

// output is what a statement gives, in one piece or, from a running query, piece by piece.
type output struct {
	c       *conn
	running uintptr // a streamed query, 0 if the result is whole
	piece   uintptr
	given   bool // the whole result was returned by next
	done    bool
	stats   stats
}

// whole runs a statement to its end.
func (c *conn) whole(sql, format string, params []param) (*output, error) {
	r := c.call(lib.query, sql, format, params)
	if err := c.resultErr(r); err != nil {
		return nil, err
	}
	o := &output{c: c, piece: r, done: true}
	o.stats.add(r)
	return o, nil
}

// stream starts a SELECT whose result comes in pieces of one block each.
func (c *conn) stream(sql, format string, params []param) (*output, error) {
	h := c.call(lib.stream, sql, format, params)
	if err := c.resultErr(h); err != nil {
		return nil, err
	}
	return &output{c: c, running: h}, nil
}

// next returns the next piece, a view valid until the next call; nil at the end.
func (o *output) next() ([]byte, error) {
	if o.running == 0 {
		if o.given || o.piece == 0 {
			return nil, nil
		}
		o.given = true
		return resultBytes(o.piece), nil
	}
	o.release()
	if o.done {
		return nil, nil
	}
	r := lib.fetch(o.c.handle, o.running)
	if err := o.c.resultErr(r); err != nil {
		o.done = true
		return nil, err
	}
	o.piece = r
	o.stats.add(r)
	b := resultBytes(r)
	if len(b) == 0 {
		o.done = true
		return nil, nil
	}
	return b, nil
}

func (o *output) release() {
	if o.piece != 0 {
		lib.resultDestroy(o.piece)
		o.piece = 0
	}
}

// close frees the output, and stops the query if it still runs.
func (o *output) close() {
	o.release()
	if o.running == 0 {
		return
	}
	if !o.done {
		o.c.spoilt = true
		lib.cancelStream(o.c.handle, o.running)
	}
	lib.resultDestroy(o.running)
	o.running = 0
}

// resultErr takes the error out of a result, which it then frees. After an
// error the session holds on to the tables of the statement, so that a DROP …
// SYNC elsewhere would wait for ever: the connection is not used again.
func (c *conn) resultErr(r uintptr) error {
	if r == 0 {
		c.spoilt = true
		return errors.New("the engine gave no result")
	}
	msg := lib.resultError(r)
	if msg == "" {
		return nil
	}
	c.spoilt = true
	lib.resultDestroy(r)
	return newException(msg)
}
