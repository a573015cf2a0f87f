// Package audit proves that each message counted once, or names where it did not: it compares Kafka's offsets, the ledger,
// the raw tables, the dead letters and the daily facts.
//
// Everything is counted exactly, and in bounded memory. ClickHouse gives the offsets that a table holds as words of 64 bits,
// in order, and they are walked beside the ledger's blocks; event ids are compared by slices of their hashes, orders by slices
// of theirs, days by spans.
//
// It may run while events are stored and jobs at work: what is not in the ledger yet is told as under way, a day with newer
// events than its facts as to be rebuilt. Neither is a difference. It writes nothing.
package audit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql"
)

// Options of an audit.
type Options struct {
	DB       *sql.DB
	Kafka    *topic.Cluster // nil: Kafka is away and its offsets are not looked at
	Topics   []string       // topics to look at; none is all, and the daily facts
	From, To time.Time      // business days of the daily facts to look at; zero is all
	Today    time.Time      // the running business day, as the UTC midnight of its date
	Tell     func(step string, done, total int)

	sliceRows uint64 // rows that one query may hold in memory; 0 is 2 million
}

// Run looks at everything that the options ask for. An error says that it could not be done.
func Run(ctx context.Context, o Options) (Result, error) {
	for _, name := range o.Topics {
		if !slices.Contains(topic.All, name) {
			return Result{}, fmt.Errorf("no topic %q: there are %s", name, strings.Join(topic.All, ", "))
		}
	}
	if o.Tell == nil {
		o.Tell = func(string, int, int) {}
	}
	if o.sliceRows == 0 {
		o.sliceRows = 2_000_000
	}
	if o.From.IsZero() {
		o.From = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if o.To.IsZero() {
		o.To = time.Date(2149, 6, 5, 0, 0, 0, 0, time.UTC) // the last that a Date holds
	}
	a := &audit{Options: o}
	if err := a.deadPositions(ctx); err != nil {
		return Result{}, err
	}
	for i, name := range topic.All {
		if len(o.Topics) > 0 && !slices.Contains(o.Topics, name) {
			continue
		}
		a.Tell(name, i, len(topic.All))
		if err := a.topic(ctx, name); err != nil {
			return Result{}, err
		}
	}
	if len(o.Topics) == 0 {
		if err := errors.Join(a.parts(ctx), a.facts(ctx)); err != nil {
			return Result{}, err
		}
	}
	return newResult(a.checks), nil
}

// audit is one run.
type audit struct {
	Options
	checks []*Check
	dead   deadLetters
}

// check begins a check; it is exact until told otherwise.
func (a *audit) check(name, where string) *Check {
	c := &Check{Name: name, Where: where, Verdict: Exact, Figures: map[string]int64{}}
	a.checks = append(a.checks, c)
	return c
}

// partitionCheck begins a check of one partition.
func (a *audit) partitionCheck(name string, p *partition) *Check {
	c := a.check(name, p.where())
	c.partition = p.id
	return c
}

// topic looks at one topic: its partitions, then its event ids.
func (a *audit) topic(ctx context.Context, name string) error {
	begun := len(a.checks)
	parts, err := a.walk(ctx, name)
	if err != nil {
		return err
	}
	if err := a.compareKafka(ctx, name, parts); err != nil {
		return err
	}
	typ, isEvent := event.TypeOfTopic(name)
	for _, p := range parts {
		a.ledgerCheck(p)
		if isEvent {
			if err := a.rowsCheck(ctx, p, table(typ)); err != nil {
				return err
			}
			if err := a.deadCheck(ctx, p); err != nil {
				return err
			}
		}
	}
	slices.SortStableFunc(a.checks[begun:], func(x, y *Check) int { return int(x.partition) - int(y.partition) })
	if !isEvent {
		return nil
	}
	return a.idsCheck(ctx, name, table(typ), parts)
}

// table is the raw table of an event type; "order" is a word of SQL.
func table(typ event.Type) string {
	if typ == event.TypeOrder {
		return "order_event"
	}
	return string(typ)
}
