package main

import (
	"context"
	"fmt"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/linli-project/linli/dashboards/message"
)

const (
	// nightTime is how long after message.at a message waits for the night's run.
	nightTime = 2 * time.Hour
	// lateTime is how long after message.at a process that was down then still sends.
	lateTime = 5 * time.Hour
)

// startMessages sends the daily messages by the clock, and at once after a start that came late.
func (s *stack) startMessages() error {
	hour, minute, on := s.cfg.Message.time()
	if !on {
		return nil
	}
	o, err := s.cfg.messages()
	if err != nil || !o.Directory.Any() {
		return err
	}
	o.Log, o.Registry = s.log, s.registry
	postman, err := message.New(s.db, o)
	if err != nil {
		return err
	}
	if o.PublicURL == "" {
		s.log.Warn("daily messages have no link to the page: set web.public_url")
	}
	tick, clock := make(chan struct{}, 1), cron.New()
	if _, err := clock.AddFunc(fmt.Sprintf("CRON_TZ=%s %d %d * * *", s.location, minute, hour), func() {
		select {
		case tick <- struct{}{}:
		default: // the last one is still under way
		}
	}); err != nil {
		return fmt.Errorf("message.at: %w", err)
	}
	if now := time.Now(); late(now, planned(now, s.location, hour, minute)) {
		tick <- struct{}{}
	}
	s.goRun("messages", func(ctx context.Context) error {
		clock.Start()
		defer func() { <-clock.Stop().Done() }()
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-tick:
				_ = postman.Morning(ctx, planned(time.Now(), s.location, hour, minute).Add(nightTime)) // it is in the log, and the next morning comes
			}
		}
	})
	return nil
}

// planned is when the message of the day of an instant goes out.
func planned(now time.Time, zone *time.Location, hour, minute int) time.Time {
	y, m, d := now.In(zone).Date()
	return time.Date(y, m, d, hour, minute, 0, 0, zone)
}

// late says whether a start comes after the time, and not so late that the message is of no use any more.
func late(now, planned time.Time) bool {
	return now.After(planned) && now.Before(planned.Add(lateTime))
}
