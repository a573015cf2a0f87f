package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/sql"
)

// KeepPeople is for how many days before the newest what is published per person is kept: who somebody seemed to be months ago is
// nobody's business any more (PIPL Art. 19: no longer than the purpose needs). Four weeks are needed to score what was expected of
// somebody, a week more to make missed nights good. Tables about stores, communities and the chain stay.
const KeepPeople = 35

// forget drops what a job published per person more than KeepPeople days before a day. The ledger keeps what ran, and fingerprints
// are of facts: no day becomes due by it. A day gone by that is run again comes back, and goes with the next night.
func (r *Runner) forget(ctx context.Context, job Job, day time.Time) error {
	if len(job.people) == 0 {
		return nil
	}
	var old []struct {
		Table     string `ch:"table"`
		Partition string `ch:"partition"`
	}
	before := sql.Day(day.AddDate(0, 0, -KeepPeople))
	if err := r.DB.Select(ctx, &old, "jobs/people_partitions", sql.Params{"tables": job.people, "day": before}); err != nil {
		return fmt.Errorf("look for what was published per person before %s: %w", before, err)
	}
	for _, p := range old {
		if err := r.DB.Exec(ctx, "ALTER TABLE "+p.Table+" DROP PARTITION '"+p.Partition+"'", nil); err != nil {
			return fmt.Errorf("drop what %s says per person of %s: %w", p.Table, p.Partition, err)
		}
	}
	if len(old) > 0 {
		r.Log.Info("dropped what was published per person", "job", job.Name, "before", before, "partitions", len(old))
	}
	return nil
}

// gone tells whether what a table said per person of a day has been dropped by age.
func gone(ctx context.Context, db *sql.DB, table string, day time.Time) (bool, error) {
	var yes bool
	_, err := db.Get(ctx, &yes, "jobs/people_gone", sql.Params{"table": table, "day": sql.Day(day), "keep": KeepPeople})
	return yes, err
}
