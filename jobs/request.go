package jobs

import (
	"context"
	"time"
)

// pageRequest is a wish for a run, left by a page in table job_request: pages and jobs meet in tables only.
type pageRequest struct {
	RequestID   string    `ch:"request_id"`
	Job         string    `ch:"job"`
	Day         time.Time `ch:"day"`
	RequestedBy string    `ch:"requested_by"`
	RequestedAt time.Time `ch:"requested_at"`
	Taken       uint8     `ch:"taken"`
	UpdatedAt   time.Time `ch:"updated_at"`
}

// take queues the wishes not yet taken. They are marked first: a run lost with the process is asked for again by a person,
// a run done twice changes nothing, but a wish that kills the process must not come back at every start.
func (s *Scheduler) take(ctx context.Context) error {
	var wishes []pageRequest
	if err := s.r.DB.Select(ctx, &wishes, "jobs/requests", nil); err != nil || len(wishes) == 0 {
		return err
	}
	for i := range wishes {
		wishes[i].Taken, wishes[i].UpdatedAt = 1, s.r.now()
	}
	if err := s.r.DB.Insert(ctx, "job_request", wishes, ""); err != nil {
		return err
	}
	for _, w := range wishes {
		job, err := Find(w.Job)
		if err != nil {
			s.r.Log.Warn("a page asked for a job that is not there", "job", w.Job, "by", w.RequestedBy)
			continue
		}
		select {
		case s.queue <- request{job: job, days: []time.Time{w.Day}, trigger: "page"}:
		default:
			s.r.Log.Warn("too many runs wait; one from a page is dropped", "job", w.Job, "by", w.RequestedBy)
		}
	}
	return nil
}
