package sink

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/linli-project/linli/sql"
)

// settleTime is how long another process's statement may take before it is cancelled. Its process was paused in the middle of
// sending then, or is very slow; it will try again.
const settleTime = 10 * time.Second

// settle waits until the statements that insert into the table at this moment have ended, so that what they store can be seen
// and what they have not stored will not come. Those that begin later see what we have stored.
func (s *Sink) settle(ctx context.Context, table string) error {
	running, err := s.inserting(ctx, table)
	if err != nil {
		return err
	}
	for deadline := time.Now().Add(settleTime); len(running) > 0; {
		if time.Now().After(deadline) {
			s.o.Log.Warn("inserts of another process are cancelled: they have not ended for long", "table", table, "after", settleTime)
			if err := s.o.DB.Exec(ctx, "KILL QUERY WHERE query_id IN {ids:Array(String)} ASYNC", sql.Params{"ids": running}); err != nil {
				return fmt.Errorf("cancel inserts into %s: %w", table, err)
			}
			deadline = time.Now().Add(settleTime)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
		now, err := s.inserting(ctx, table)
		if err != nil {
			return err
		}
		running = slices.DeleteFunc(running, func(id string) bool { return !slices.Contains(now, id) })
	}
	return nil
}

func (s *Sink) inserting(ctx context.Context, table string) (ids []string, err error) {
	if err := s.o.DB.Select(ctx, &ids, "ingest/writers", sql.Params{"table": table}); err != nil {
		return nil, fmt.Errorf("see who inserts into %s: %w", table, err)
	}
	return ids, nil
}
