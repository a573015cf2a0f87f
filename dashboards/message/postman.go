package message

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/oklog/ulid/v2"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/linli-project/linli/sql"
)

// Options of a postman.
type Options struct {
	Directory Directory
	Server    Server // of e-mail
	PublicURL string // address that people open the pages at; empty: messages have no link
	Log       *slog.Logger
	Clock     Clock                // nil: the machine's
	Registry  *prometheus.Registry // nil: counts are not told
}

// Postman sends messages.
type Postman struct {
	o      Options
	db     *sql.DB
	ledger ledger
	http   *http.Client
	mail   mailer
	pace   *pace
	count  *prometheus.CounterVec
	holder string // of this process, where several want to send
}

// New makes a postman, or says which receiver or setting is wrong.
func New(db *sql.DB, o Options) (*Postman, error) {
	if err := o.Directory.Check(); err != nil {
		return nil, err
	}
	if o.Directory.Mails() {
		if err := o.Server.Check(); err != nil {
			return nil, err
		}
	}
	if o.Clock == nil {
		o.Clock = RealClock{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	p := &Postman{o: o, db: db, ledger: ledger{db}, http: client(), mail: mailer{server: o.Server}, pace: newPace(), holder: ulid.Make().String()}
	p.count = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "linli_messages_total", Help: "Tries to send the owners' daily messages, by channel and outcome (sent, failed, unknown).",
	}, []string{"channel", "outcome"})
	if o.Registry != nil {
		if err := o.Registry.Register(p.count); err != nil {
			return nil, fmt.Errorf("messages: metrics: %w", err)
		}
	}
	return p, nil
}

// Letter is a message for one receiver.
type Letter struct {
	Message Message
	To      Target
}

// Outcome is what became of a letter.
type Outcome struct {
	Store    string
	To       Target
	Status   string // sent, failed, unknown, sending or left: another process does it
	Attempts int
	Error    string
	Before   bool // nothing was tried now: so it stood already
}

// Repeat says which letters are sent although they were tried before.
type Repeat int

// What may be repeated.
const (
	Nothing Repeat = iota // what the clock sends
	Failed                // what was given up: somebody mended the cause and asks
	All                   // what went out, or may have: somebody wants it twice
)

// Send sends letters, those of one receiver one after the other and receivers side by side, until each is sent or given up.
func (p *Postman) Send(ctx context.Context, letters []Letter, repeat Repeat) ([]Outcome, error) {
	lanes := map[string][]*parcel{}
	var order []string
	for _, l := range letters {
		lane := l.To.lane()
		if lanes[lane] == nil {
			order = append(order, lane)
		}
		lanes[lane] = append(lanes[lane], &parcel{Letter: l, repeat: repeat})
	}
	out := make([][]Outcome, len(order))
	errs := make([]error, len(order))
	var wait sync.WaitGroup
	slots := make(chan struct{}, 8)
	for i, lane := range order {
		wait.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			out[i], errs[i] = p.lane(ctx, lanes[lane])
		})
	}
	wait.Wait()
	return slices.Concat(out...), errors.Join(errs...)
}

// parcel is a letter on its way.
type parcel struct {
	Letter
	repeat Repeat
	had    map[string]bool // tries that were there when somebody asked to send again, and do not count; nil: nobody asked
	base   uint8           // how many they were
	looked bool
	due    time.Time
}

// lane sends what goes to one receiver. A letter that has to wait lets the others pass.
func (p *Postman) lane(ctx context.Context, queue []*parcel) (out []Outcome, err error) {
	for len(queue) > 0 {
		next := 0
		for i := range queue {
			if queue[i].due.Before(queue[next].due) {
				next = i
			}
		}
		it := queue[next]
		if err := p.o.Clock.Sleep(ctx, it.due.Sub(p.o.Clock.Now())); err != nil {
			return out, err
		}
		o, retry, err := p.once(ctx, it)
		switch {
		case ctx.Err() != nil:
			return append(out, o), ctx.Err()
		case err != nil:
			return out, fmt.Errorf("message of store %s to %s: %w", it.Message.Store, it.To, err)
		case retry > 0:
			it.due = p.o.Clock.Now().Add(retry)
		default:
			out = append(out, o)
			queue = slices.Delete(queue, next, next+1)
		}
	}
	return out, nil
}
