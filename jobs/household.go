package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
	"github.com/linli-project/linli/models/profile/household"
	"github.com/linli-project/linli/sql"
)

// householdDraws is how often the labelled households are resampled for the intervals.
const householdDraws = 6

// hourFeatures is the number of stretches of the week in which orders are counted: eight a day, working days and weekends.
const hourFeatures = 16

type communityHousehold struct {
	AsOf        time.Time `ch:"as_of"`
	CommunityID string    `ch:"community_id"`
	StoreID     string    `ch:"store_id"`
	Kind        string    `ch:"kind"`
	Method      string    `ch:"method"`
	Share       float64   `ch:"share"`
	Low         float64   `ch:"low"`
	High        float64   `ch:"high"`
	Index       float64   `ch:"index"`
	IndexLow    float64   `ch:"index_low"`
	IndexHigh   float64   `ch:"index_high"`
	Buyers      uint32    `ch:"buyers"`
	Labels      uint32    `ch:"labels"`
}

// households publishes the mix of households of communities: as shares where enough households told their kind, else as indexes of
// sensitive categories. What single households look like is held in memory only, and summed.
func households(ctx context.Context, db *sql.DB, day time.Time, p sql.Params) (uint64, error) {
	homes, err := communityStores(ctx, db, day)
	if err != nil {
		return 0, err
	}
	categories, err := texts(ctx, db, "models/household_categories", p)
	if err != nil {
		return 0, err
	}
	rows, err := householdMixes(ctx, db, p, categories)
	if errors.Is(err, household.ErrFewLabels) {
		rows, err = householdIndexes(ctx, db, p)
	}
	if err != nil {
		return 0, err
	}
	for i := range rows {
		rows[i].AsOf, rows[i].StoreID = day, homes[rows[i].CommunityID]
	}
	return publish(ctx, db, "community_household", day, rows)
}

// householdMixes learns from the labelled and tells the communities' mixes.
func householdMixes(ctx context.Context, db *sql.DB, p sql.Params, categories []string) ([]communityHousehold, error) {
	if len(categories) == 0 {
		return nil, household.ErrFewLabels
	}
	told := householdRows{categories: len(categories)}
	if err := told.read(ctx, db, p, categories, 1, 0, 1); err != nil {
		return nil, err
	}
	classifier, err := household.Train(told.table(), told.label, household.Options{Resample: householdDraws, Seed: 1})
	if err != nil {
		return nil, err
	}
	var lines uint64
	if _, err := db.Get(ctx, &lines, "models/sendtime_size", p); err != nil {
		return nil, err
	}
	e := household.NewEstimator(classifier)
	for slices, slice := int(1+lines/sliceLines), 0; slice < slices; slice++ {
		some := householdRows{categories: len(categories)}
		if err := some.read(ctx, db, p, categories, slices, slice, 0); err != nil {
			return nil, err
		}
		if len(some.group) == 0 {
			continue
		}
		if err := e.Add(some.table(), some.group, some.label); err != nil {
			return nil, err
		}
	}
	r := e.Estimate()
	var out []communityHousehold
	for _, m := range r.Groups {
		for k, kind := range r.Kinds {
			all := max(r.All[k], 1e-6)
			out = append(out, communityHousehold{CommunityID: m.Group, Kind: kind, Method: "labels", Share: m.Share[k], Low: m.Low[k], High: m.High[k],
				Index: 100 * m.Share[k] / all, IndexLow: 100 * m.Low[k] / all, IndexHigh: 100 * m.High[k] / all, Buyers: uint32(m.Households), Labels: uint32(classifier.Labels)})
		}
	}
	return out, nil
}

// householdRows gathers rows of user, feature and count, a user's rows together, into one row per user.
type householdRows struct {
	categories   int
	group, label []string
	goods, hours []float64
	last         string
}

func (h *householdRows) read(ctx context.Context, db *sql.DB, p sql.Params, categories []string, slices, slice, labelled int) error {
	rows, err := db.ArrowStream(ctx, "models/household_counts", sql.Params{"day": p["day"], "window": p["window"], "categories": categories,
		"slices": slices, "slice": slice, "labelled": labelled})
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := h.add(rows.Record()); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (h *householdRows) add(rec arrow.Record) error {
	r := column.Read("household counts", rec)
	user, group, kind, feature, n := r.Strings("user_id"), r.Strings("community_id"), r.Strings("kind"), r.Ints("feature"), r.Ints("n")
	if err := r.Err(); err != nil {
		return err
	}
	for i, id := range user {
		if len(h.group) == 0 || id != h.last {
			h.last = string([]byte(id)) // the record's texts go with it
			h.group, h.label = append(h.group, string([]byte(group[i]))), append(h.label, string([]byte(kind[i])))
			h.goods, h.hours = append(h.goods, make([]float64, h.categories)...), append(h.hours, make([]float64, hourFeatures)...)
		}
		if f := int(feature[i]); f < h.categories {
			h.goods[len(h.goods)-h.categories+f] = float64(n[i])
		} else {
			h.hours[len(h.hours)-hourFeatures+f-h.categories] = float64(n[i])
		}
	}
	return nil
}

func (h *householdRows) table() *household.Table {
	return &household.Table{Rows: len(h.group), Blocks: []household.Block{{Name: "goods", Columns: h.categories, Counts: h.goods},
		{Name: "shares", Columns: h.categories, Shares: true, Counts: h.goods}, {Name: "hours", Columns: hourFeatures, Counts: h.hours}}}
}
