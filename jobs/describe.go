package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/robfig/cron/v3"
)

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
