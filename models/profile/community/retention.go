package community

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// Cohorts holds, per store (empty: the chain), cohort and period, users whose period has passed and those of them who
// ordered in it. Period -1 has the cohort's size as Exposed.
type Cohorts struct {
	StoreID []string
	Cohort  []int32 // days since 1970
	Period  []int64
	Exposed []int64
	Again   []int64
}

// CohortsFromRecord reads store_id, cohort, period, exposed and again.
func CohortsFromRecord(rec arrow.Record) (Cohorts, error) {
	r := column.Read("community cohorts", rec)
	c := Cohorts{StoreID: owned(r.Strings("store_id")), Cohort: r.Days("cohort"), Period: r.Ints("period"), Exposed: r.Ints("exposed"), Again: r.Ints("again")}
	return c, r.Err()
}

// RetentionRow is the share of a cohort that ordered again in a period.
type RetentionRow struct {
	StoreID string    `ch:"store_id"`
	Cohort  time.Time `ch:"cohort"`
	Period  uint16    `ch:"period"`
	Size    uint32    `ch:"size"`
	Exposed uint32    `ch:"exposed"`
	Again   uint32    `ch:"again"`
	Share   float64   `ch:"share"`
	Low     float64   `ch:"low"`
	High    float64   `ch:"high"`
}

// Retention gives each period of at least k users, ordered by store, cohort and period.
func Retention(c Cohorts, privacy Privacy) ([]RetentionRow, error) {
	k, err := privacy.least()
	if err != nil {
		return nil, err
	}
	n := len(c.StoreID)
	if len(c.Cohort) != n || len(c.Period) != n || len(c.Exposed) != n || len(c.Again) != n {
		return nil, fmt.Errorf("community: cohorts: columns of unequal length, %d stores", n)
	}
	type key struct {
		store  string
		cohort int32
	}
	size := map[key]int64{}
	for i, p := range c.Period {
		if c.Again[i] < 0 || c.Again[i] > c.Exposed[i] {
			return nil, fmt.Errorf("community: cohorts: row %d: %d of %d users ordered again; it must be 0 <= again <= exposed", i, c.Again[i], c.Exposed[i])
		}
		if p == -1 {
			size[key{c.StoreID[i], c.Cohort[i]}] = c.Exposed[i]
		}
	}
	var rows []RetentionRow
	for i, p := range c.Period {
		if p < 0 || float64(c.Exposed[i]) < k {
			continue
		}
		low, high := jeffreys(float64(c.Again[i]), float64(c.Exposed[i]))
		rows = append(rows, RetentionRow{
			StoreID: c.StoreID[i], Cohort: time.Unix(int64(c.Cohort[i])*86_400, 0).UTC(), Period: uint16(p),
			Size: uint32(size[key{c.StoreID[i], c.Cohort[i]}]), Exposed: uint32(c.Exposed[i]), Again: uint32(c.Again[i]),
			Share: float64(c.Again[i]) / float64(c.Exposed[i]), Low: low, High: high,
		})
	}
	slices.SortFunc(rows, func(a, b RetentionRow) int {
		return cmp.Or(cmp.Compare(a.StoreID, b.StoreID), a.Cohort.Compare(b.Cohort), cmp.Compare(a.Period, b.Period))
	})
	return rows, nil
}
