package replay

import (
	"io"
	"iter"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/tabular"
)

// seqReader takes events that a program makes, such as a scenario's, instead of a file.
type seqReader struct {
	pull        func() (event.Event, bool)
	stop        func()
	buf         []byte
	done, total int64
}

// Events makes a source of events; name stands for the file in messages, total is for the progress.
func Events[E event.Event](name string, typ event.Type, total int64, opt Options, events iter.Seq[E]) *Source {
	next, stop := iter.Pull(events)
	pull := func() (event.Event, bool) {
		e, ok := next()
		return e, ok
	}
	return &Source{path: name, typ: typ, opt: opt, in: &seqReader{pull: pull, stop: stop, total: total}}
}

func (r *seqReader) next() (message, error) {
	e, ok := r.pull()
	if !ok {
		return message{}, io.EOF
	}
	r.done++
	r.buf = e.AppendJSON(r.buf[:0])
	return message{key: []byte(e.Common().UserID), value: r.buf, where: e.Common().ID}, nil
}

func (r *seqReader) position() tabular.Position {
	return tabular.Position{Done: r.done, Total: r.total, Unit: "events"}
}

func (r *seqReader) ignored() []string { return nil }

func (r *seqReader) close() error {
	r.stop()
	return nil
}
