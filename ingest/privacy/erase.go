package privacy

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql"
)

// Options of an erasure.
type Options struct {
	DB    *sql.DB
	Key   Key
	Users []string
	Kafka *topic.Cluster // nil: Kafka is left out
	Cut   bool           // cut Kafka's logs behind the last message of these people
	Now   func() time.Time
	Tell  func(place string) // what is looked at now; may be nil
}

// Step is what an erasure did in one place.
type Step struct {
	Place     string    `json:"place"`  // table or topic
	Action    string    `json:"action"` // anonymised, deleted, redacted; of Kafka: expires, cut, gone
	Changed   uint64    `json:"changed"`
	Remaining uint64    `json:"remaining"`
	Until     time.Time `json:"until,omitzero"` // Kafka: when the last message is gone by retention
	Note      string    `json:"note,omitempty"`
}

// Result of an erasure.
type Result struct {
	ErasureID string    `json:"erasure_id"`
	At        time.Time `json:"at"`
	People    int       `json:"people"`
	Resumed   int       `json:"resumed,omitempty"` // of them from an erasure that had not ended
	Hashes    []string  `json:"user_hashes"`
	Steps     []Step    `json:"steps"`
	Found     []Found   `json:"proof"`
}

// Remaining is how many rows still name somebody: 0 when the erasure is complete.
func (r Result) Remaining() uint64 { return Remaining(r.Found) }

// errRemains says that the search at the end found something.
var errRemains = errors.New("the erasure is not complete")

// Erase takes people out of everything that is stored. It may be repeated, and finishes what an earlier one left undone.
func Erase(ctx context.Context, o Options) (r Result, err error) {
	if err := Check(o.Users); err != nil {
		return r, err
	}
	if err := o.Key.check(ctx, o.DB); err != nil {
		return r, err
	}
	if o.Tell == nil {
		o.Tell = func(string) {}
	}
	e := erasing{Options: o, id: ulid.Make().String(), since: time.Unix(0, 0).UTC()}
	left, err := e.list(ctx)
	if err != nil {
		return r, err
	}
	r = Result{ErasureID: e.id, People: len(e.Users), Resumed: left, Hashes: e.hashes}
	// First the note that they were erased: what comes in meanwhile is caught by the next sweep.
	if err := e.note(ctx); err != nil {
		return r, err
	}
	kafka, err := e.kafka(ctx) // by what the raw tables still know
	if err != nil {
		return r, err
	}
	if r.Steps, err = e.run(ctx); err != nil {
		return r, fmt.Errorf("%w: run it again, it goes on where it stopped", err)
	}
	r.Steps = append(r.Steps, kafka...)
	e.Tell("the proof")
	if r.Found, err = Prove(ctx, o.DB, e.Users); err != nil {
		return r, err
	}
	r.Found = slices.DeleteFunc(r.Found, func(f Found) bool { return f.Table == "erasing" || f.Table == "erasing_share" }) // they go at the end
	r.At = e.now()
	if n := r.Remaining(); n > 0 { // the list stays: the next erasure and the next sweep take it up
		return r, fmt.Errorf("%w: %d rows came in meanwhile or were not reached: run it again", errRemains, n)
	}
	if err := e.enter(ctx, &r); err != nil {
		return r, err
	}
	return r, e.end(ctx)
}

// erasing is one erasure under way.
type erasing struct {
	Options
	id     string
	hashes []string
	left   []string  // lists of earlier erasures that this one finishes
	since  time.Time // of a sweep: rows stored before need no look
}

func (e *erasing) now() time.Time {
	if e.Now != nil {
		return e.Now().UTC()
	}
	return time.Now().UTC()
}

func (e *erasing) params() sql.Params { return sql.Params{"erasure": e.id} }

// list puts the people on the work list, and those whom an earlier erasure did not finish with.
func (e *erasing) list(ctx context.Context) (resumed int, err error) {
	lists, err := unended(ctx, e.DB)
	if err != nil {
		return 0, err
	}
	for _, l := range lists {
		if l.Whole == 1 || l.old() { // a sweep that died did not note how far it came: the next one does all of it
			e.left = append(e.left, l.ID)
		}
	}
	var more []string
	if err := e.DB.Select(ctx, &more, "privacy/left_over", e.params()); err != nil {
		return 0, fmt.Errorf("look for erasures that did not end: %w", err)
	}
	users := slices.Concat(e.Users, more)
	slices.Sort(users)
	users = slices.Compact(users)
	resumed = len(users)
	slices.Sort(e.Users)
	e.Users = slices.Compact(e.Users)
	resumed -= len(e.Users)
	e.Users = users
	salt := [2]uint64{rand.Uint64(), rand.Uint64()}
	rows := make([]listRow, len(e.Users))
	for i, u := range e.Users {
		e.hashes = append(e.hashes, e.Key.Hash(u))
		rows[i] = listRow{ErasureID: e.id, UserID: u, UserHash: e.hashes[i], Whole: 1, AskedAt: farFuture, FirstDay: time.Unix(0, 0).UTC(), SaltA: salt[0], SaltB: salt[1]}
	}
	first, err := e.firstDays(ctx)
	if err != nil {
		return 0, err
	}
	for i := range rows {
		if day, ok := first[rows[i].UserID]; ok {
			rows[i].FirstDay = day
		}
	}
	if err := e.DB.Insert(ctx, "erasing", rows, ""); err != nil {
		return 0, fmt.Errorf("write the list of who is to be erased: %w", err)
	}
	return resumed, nil
}

// leftList is the list of an erasure, or of a sweep, that has not ended.
type leftList struct {
	ID    string `ch:"erasure_id"`
	Whole uint8  `ch:"whole"`
}

// old: whoever made it must have died.
func (l leftList) old() bool {
	u, err := ulid.Parse(l.ID)
	return err != nil || time.Since(u.Timestamp()) > time.Hour
}

func unended(ctx context.Context, db *sql.DB) (lists []leftList, err error) {
	if err := db.Select(ctx, &lists, "privacy/lists", nil); err != nil {
		return nil, fmt.Errorf("look for erasures that did not end: %w", err)
	}
	return lists, nil
}

var farFuture = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)

type listRow struct {
	ErasureID string    `ch:"erasure_id"`
	UserID    string    `ch:"user_id"`
	UserHash  string    `ch:"user_hash"`
	Whole     uint8     `ch:"whole"`
	AskedAt   time.Time `ch:"asked_at"`
	FirstDay  time.Time `ch:"first_day"`
	SaltA     uint64    `ch:"salt_a"`
	SaltB     uint64    `ch:"salt_b"`
}

// firstDays are the days of the first purchases.
func (e *erasing) firstDays(ctx context.Context) (map[string]time.Time, error) {
	out := map[string]time.Time{}
	for some := range slices.Chunk(e.Users, atOnce) {
		var rows []struct {
			UserID string    `ch:"user_id"`
			Day    time.Time `ch:"day"`
		}
		if err := e.DB.Select(ctx, &rows, "privacy/first_days", sql.Params{"users": some}); err != nil {
			return nil, fmt.Errorf("look for first purchases: %w", err)
		}
		for _, r := range rows {
			out[r.UserID] = r.Day
		}
	}
	return out, nil
}

type erasedRow struct {
	UserHash string    `ch:"user_hash"`
	KeyID    string    `ch:"key_id"`
	ErasedAt time.Time `ch:"erased_at"`
}

func (e *erasing) note(ctx context.Context) error {
	rows := make([]erasedRow, len(e.hashes))
	for i, h := range e.hashes {
		rows[i] = erasedRow{h, e.Key.ID(), e.now()}
	}
	if err := e.DB.Insert(ctx, "erased_user", rows, ""); err != nil {
		return fmt.Errorf("note who was erased: %w", err)
	}
	return nil
}

// end throws the lists away, and with them the salts.
func (e *erasing) end(ctx context.Context) error {
	for _, id := range append(e.left, e.id) {
		// An id of our own making: nothing to escape.
		for _, table := range []string{"erasing_share", "erasing"} {
			if err := e.DB.Exec(ctx, "ALTER TABLE "+table+" DROP PARTITION '"+id+"'", nil); err != nil {
				return fmt.Errorf("throw the list of who was erased away: %w", err)
			}
		}
	}
	return nil
}
