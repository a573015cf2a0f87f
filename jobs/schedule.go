package jobs

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
)

// Scheduler runs the jobs on the clock, after a start what was missed, and what pages ask for; one worker, one run at a time.
// Of several schedulers on one ClickHouse one works, the others wait for its end.
type Scheduler struct {
	r     *Runner
	cron  *cron.Cron
	queue chan request
	lead  *lead

	mu     sync.Mutex
	queued map[string]bool // waiting by the clock: a slow night does not pile up the same job
}

type request struct {
	job     Job
	days    []time.Time // nil: whatever is due
	stale   bool        // of what is due, only what was run before
	trigger string
}

func (q request) name() string { return fmt.Sprint(q.job.Name, q.stale) }

// again is when stale runs are redone.
const again = "40 * * * *"

// poll is how often requests from pages are looked for.
const poll = 2 * time.Second

// NewScheduler prepares the schedule in the runner's time zone.
func NewScheduler(r *Runner) (*Scheduler, error) {
	s := &Scheduler{r: r, queue: make(chan request, 1000), queued: map[string]bool{}, lead: newLead(r.DB, r.Log)}
	s.cron = cron.New()
	for _, job := range All {
		plan := map[string]request{job.Schedule: {job: job, trigger: "schedule"}}
		if job.Name != "daily_facts" {
			plan[again] = request{job: job, stale: true, trigger: "schedule"}
		}
		for at, q := range plan {
			if _, err := s.cron.AddFunc("CRON_TZ="+r.Location.String()+" "+at, func() { s.enqueue(q) }); err != nil {
				return nil, fmt.Errorf("schedule of job %s: %w", job.Name, err)
			}
		}
	}
	return s, nil
}

// enqueue puts a job into the queue unless it waits there already.
func (s *Scheduler) enqueue(q request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.queued[q.name()] {
		select {
		case s.queue <- q:
			s.queued[q.name()] = true
		default: // full of wishes from pages; the clock asks again
		}
	}
}

// Run works until ctx ends, whenever this process leads: first what is due, then by the clock and by request. A job that fails
// is in the ledger and the log; the others go on.
func (s *Scheduler) Run(ctx context.Context) error {
	defer s.lead.release(ctx)
	s.cron.Start()
	defer func() { <-s.cron.Stop().Done() }()
	for first := true; ; first = false {
		leading, end, err := s.lead.await(ctx)
		if err == nil {
			err = s.reign(leading)
			end()
		}
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil && first: // a wrong address is told at once, one that is away for a while is waited for
			return err
		case err != nil:
			s.r.Log.Warn("no jobs are run; trying again", "err", err)
			_ = pause(ctx, s.lead.beat)
		default:
			s.r.Log.Warn("this process runs no jobs any more", "because", context.Cause(leading))
		}
	}
}

// reign works until ctx ends, because the process stops or leads no more.
func (s *Scheduler) reign(ctx context.Context) error {
	s.drain()
	s.r.looks = looks{}
	if err := s.r.Recover(ctx); err != nil {
		return err
	}
	if err := s.Describe(ctx); err != nil {
		return err
	}
	if _, err := s.r.CatchUp(ctx, "catch_up", nil); err != nil && ctx.Err() == nil {
		s.r.Log.Error("catching up failed; the schedule goes on", "err", err)
	}
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case q := <-s.queue:
			s.work(ctx, q)
		case <-tick.C:
			if err := s.take(ctx); err != nil && ctx.Err() == nil {
				s.r.Log.Warn("requests for runs cannot be read", "err", err)
			}
		}
	}
}

// drain forgets what the clock asked for while somebody else led.
func (s *Scheduler) drain() {
	for {
		select {
		case q := <-s.queue:
			s.forget(q)
		default:
			return
		}
	}
}

func (s *Scheduler) forget(q request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.queued, q.name())
}

func (s *Scheduler) work(ctx context.Context, q request) {
	s.forget(q)
	runs, err := s.perform(ctx, q)
	if err != nil && ctx.Err() == nil {
		s.r.Log.Error("job failed", "job", q.job.Name, "err", err)
	}
	if len(runs) > 0 && q.job.Name != "daily_facts" { // every five minutes is too often to tell
		s.r.Log.Info("job done", "job", q.job.Name, "days", len(runs), "seconds", sum(runs))
	}
	if err := s.Describe(ctx); err != nil && ctx.Err() == nil {
		s.r.Log.Warn("schedule not written", "err", err)
	}
}

func (s *Scheduler) perform(ctx context.Context, q request) ([]Run, error) {
	days := q.days
	switch {
	case q.stale:
		var err error
		if days, err = s.r.Stale(ctx, q.job); err != nil {
			return nil, err
		}
	case days == nil:
		return s.r.RunDue(ctx, q.job, q.trigger)
	}
	return s.r.Run(ctx, q.job, days, q.trigger)
}

func sum(runs []Run) (seconds float64) {
	for _, r := range runs {
		seconds += r.Seconds()
	}
	return seconds
}
