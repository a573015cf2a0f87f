package jobs

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
)

// Scheduler runs the jobs on the clock, after a start what was missed, and what pages ask for; one worker, one run at a time.
type Scheduler struct {
	r     *Runner
	cron  *cron.Cron
	queue chan request

	mu     sync.Mutex
	queued map[string]bool // jobs waiting by the clock: a slow night does not pile up the same job
}

type request struct {
	job     Job
	days    []time.Time // nil: whatever is due
	trigger string
}

// poll is how often requests from pages are looked for.
const poll = 2 * time.Second

// NewScheduler prepares the schedule in the runner's time zone.
func NewScheduler(r *Runner) (*Scheduler, error) {
	s := &Scheduler{r: r, queue: make(chan request, 1000), queued: map[string]bool{}}
	s.cron = cron.New()
	for _, job := range All {
		if _, err := s.cron.AddFunc("CRON_TZ="+r.Location.String()+" "+job.Schedule, func() { s.enqueue(job) }); err != nil {
			return nil, fmt.Errorf("schedule of job %s: %w", job.Name, err)
		}
	}
	return s, nil
}

// enqueue puts a job into the queue unless it waits there already.
func (s *Scheduler) enqueue(job Job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.queued[job.Name] {
		select {
		case s.queue <- request{job: job, trigger: "schedule"}:
			s.queued[job.Name] = true
		default: // full of wishes from pages; the clock asks again
		}
	}
}

// Run works until ctx ends: first what is due, then by the clock and by request. A job that fails is in the ledger and
// the log; the others go on.
func (s *Scheduler) Run(ctx context.Context) error {
	if err := s.r.Recover(ctx); err != nil {
		return err
	}
	if err := s.Describe(ctx); err != nil {
		return err
	}
	if _, err := s.r.CatchUp(ctx, "catch_up", nil); err != nil && ctx.Err() == nil {
		s.r.Log.Error("catching up failed; the schedule goes on", "err", err)
	}
	s.cron.Start()
	defer func() { <-s.cron.Stop().Done() }()
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

func (s *Scheduler) work(ctx context.Context, q request) {
	s.mu.Lock()
	delete(s.queued, q.job.Name)
	s.mu.Unlock()
	days := q.days
	if days == nil {
		var err error
		if days, err = s.r.Due(ctx, q.job); err != nil {
			s.r.Log.Error("job not run", "job", q.job.Name, "err", err)
			return
		}
	}
	runs, err := s.r.Run(ctx, q.job, days, q.trigger)
	if err != nil && ctx.Err() == nil {
		s.r.Log.Error("job failed", "err", err)
	}
	if len(runs) > 0 && q.job.Name != "daily_facts" { // every five minutes is too often to tell
		s.r.Log.Info("job done", "job", q.job.Name, "days", len(runs), "seconds", sum(runs))
	}
	if err := s.Describe(ctx); err != nil && ctx.Err() == nil {
		s.r.Log.Warn("schedule not written", "err", err)
	}
}

func sum(runs []Run) (seconds float64) {
	for _, r := range runs {
		seconds += r.Seconds()
	}
	return seconds
}

// CatchUp runs every job for what is due, in the order of a night, and tells each run. A job that fails does not hold up
// the others; the error names the first.
func (r *Runner) CatchUp(ctx context.Context, trigger string, tell func(Job, []Run)) ([]Run, error) {
	var all []Run
	var first error
	for _, job := range All {
		days, err := r.Due(ctx, job)
		if err == nil {
			var runs []Run
			runs, err = r.Run(ctx, job, days, trigger)
			all = append(all, runs...)
			if tell != nil && len(runs) > 0 {
				tell(job, runs)
			}
		}
		if ctx.Err() != nil {
			return all, ctx.Err()
		}
		if first == nil {
			first = err
		}
	}
	return all, first
}

// jobRow is what pages know about a job.
type jobRow struct {
	Job       string    `ch:"job"`
	TitleZh   string    `ch:"title_zh"`
	TitleEn   string    `ch:"title_en"`
	Position  uint8     `ch:"position"`
	Schedule  string    `ch:"schedule"`
	NextAt    time.Time `ch:"next_at"`
	UpdatedAt time.Time `ch:"updated_at"`
}

// Describe writes what can run and when it runs next into table job, for the pages.
func (s *Scheduler) Describe(ctx context.Context) error {
	rows := make([]jobRow, len(All))
	now := s.r.now()
	for i, j := range All {
		next, err := cron.ParseStandard("CRON_TZ=" + s.r.Location.String() + " " + j.Schedule)
		if err != nil {
			return fmt.Errorf("schedule of job %s: %w", j.Name, err)
		}
		rows[i] = jobRow{j.Name, j.TitleZh, j.TitleEn, uint8(i + 1), j.Schedule, next.Next(now), now}
	}
	if err := s.r.DB.Insert(ctx, "job", rows, ""); err != nil {
		return fmt.Errorf("write the schedule: %w", err)
	}
	return nil
}
