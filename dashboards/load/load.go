// Package load is people who click: it walks through the pages of a running site as owners, merchandisers and managers do, and tells
// how long each page took to its last byte.
//
// A person is a browser with a session of its own. A click is a page with everything that it loads by itself: the frame first, then its
// parts, at most six at a time, as browsers ask for them; scripts and styles stay in a browser's memory and are not asked for again.
// Between the end of a page and the next click lies a pause, exponential around a mean (people do not click by the clock). Everybody
// walks all pages of the role in an order of their own, again and again, each time with other stores, days, periods and filters, drawn
// by a seed. It is a closed loop: a slow site is asked less, so the rate is reported beside the times.
//
// Percentiles are of the nearest rank: p95 is the smallest time that 95 % of the clicks did not exceed.
package load

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// Person is one who clicks.
type Person struct {
	Role   string
	Stores []string // of an owner
	Link   string   // signs in
}

// Options of a walk.
type Options struct {
	Base     string // address of the site
	People   []Person
	Place    Place
	Think    time.Duration // mean pause between two clicks
	Warm     time.Duration // clicks before it are made and not counted
	Duration time.Duration // counted
	Seed     uint64
	Begin    func()             // called when counting begins
	Tell     func(clicks int64) // called now and then
}

// Report is what a walk found.
type Report struct {
	People  int           `json:"people"`
	Think   time.Duration `json:"think_ns"`
	Seconds float64       `json:"seconds"`
	Clicks  int64         `json:"clicks"`
	Asked   int64         `json:"requests"`
	Rate    float64       `json:"clicks_per_second"`
	Rows    []Row         `json:"rows"`
}

// Run lets people click until the time is over. Answers that are no success are counted as errors of their page, not returned.
func Run(ctx context.Context, o Options) (Report, error) {
	if len(o.People) == 0 || o.Duration <= 0 {
		return Report{}, errors.New("load: nobody clicks, or for no time")
	}
	m := &meter{tell: o.Tell}
	start := time.Now()
	from, until := start.Add(o.Warm), start.Add(o.Warm+o.Duration)
	ctx, cancel := context.WithDeadline(ctx, until.Add(30*time.Second)) // what is under way is waited for
	defer cancel()
	if o.Begin != nil {
		begin := time.AfterFunc(o.Warm, o.Begin)
		defer begin.Stop()
	}
	var wait sync.WaitGroup
	errs := make(chan error, len(o.People))
	for i, p := range o.People {
		wait.Go(func() {
			w := &walker{person: p, place: o.Place, base: o.Base, rng: rand.New(rand.NewPCG(o.Seed, uint64(i))), meter: m, from: from, client: newClient()} //nolint:gosec // not for secrets
			if err := w.signIn(ctx); err != nil {
				errs <- err
				return
			}
			w.walk(ctx, o.Think, until)
		})
	}
	wait.Wait()
	close(errs)
	if err := <-errs; err != nil {
		return Report{}, err
	}
	if err := ctx.Err(); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return Report{}, err
	}
	r := Report{People: len(o.People), Think: o.Think, Seconds: o.Duration.Seconds(), Rows: m.rows()}
	r.Clicks, r.Asked = m.clicks, m.asked
	r.Rate = float64(r.Clicks) / r.Seconds
	return r, nil
}

// signIn opens the session.
func (w *walker) signIn(ctx context.Context) error {
	s := w.fetch(ctx, w.person.Link, "")
	if s.err != nil {
		return fmt.Errorf("load: sign in as %s: %w", w.person.Role, s.err)
	}
	if s.status != http.StatusSeeOther {
		return fmt.Errorf("load: sign in as %s: answered %d", w.person.Role, s.status)
	}
	return nil
}

// walk clicks until the time is over: all pages of the role in an order of its own, then again.
func (w *walker) walk(ctx context.Context, think time.Duration, until time.Time) {
	pages := Pages[w.person.Role]
	for turn := 0; ; turn++ {
		for _, i := range w.rng.Perm(len(pages)) {
			pause := time.Duration(w.rng.ExpFloat64() * float64(think))
			if time.Now().Add(pause).After(until) {
				return
			}
			select {
			case <-time.After(pause):
			case <-ctx.Done():
				return
			}
			w.click(ctx, pages[i])
		}
	}
}
