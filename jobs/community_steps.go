package jobs

import (
	"context"
	"maps"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/profile/community"
	"github.com/linli-project/linli/sql"
)

// take reads a query's columns, which are the model's own.
func take[T any](ctx context.Context, db *sql.DB, query string, p sql.Params, from func(arrow.Record) (T, error)) (out T, err error) {
	err = read(ctx, db, query, p, from, func(t T) error {
		out = t
		return nil
	})
	return out, err
}

// with is the parameters and some more.
func (c *communityRun) with(more sql.Params) sql.Params {
	p := maps.Clone(c.params)
	maps.Copy(p, more)
	return p
}

// readPlaces reads what several steps need.
func (c *communityRun) readPlaces(ctx context.Context) (err error) {
	if c.privacy.Sensitive, err = texts(ctx, c.db, "models/sensitive_categories", nil); err != nil {
		return err
	}
	if c.places, err = take(ctx, c.db, "models/community_places", c.params, community.PlacesFromRecord); err != nil {
		return err
	}
	if c.shops, err = take(ctx, c.db, "models/community_store_places", c.params, community.ShopsFromRecord); err != nil {
		return err
	}
	if c.buyers, err = take(ctx, c.db, "models/community_buyers", c.params, community.BuyersFromRecord); err != nil {
		return err
	}
	if c.cells, err = take(ctx, c.db, "models/community_category_buyers", c.params, community.CategoryBuyersFromRecord); err != nil {
		return err
	}
	users := c.buyers.Total()
	c.params["sample"] = max(1, users/sampledUsers)
	c.slices = max(1, (users+sliceUsers-1)/sliceUsers)
	sensitive := c.privacy.Sensitive
	if sensitive == nil {
		sensitive = []string{}
	}
	c.params["sensitive"] = sensitive
	return nil
}

type communityAffinity struct {
	AsOf time.Time `ch:"as_of"`
	community.AffinityRow
}

func (c *communityRun) affinities(ctx context.Context) error {
	habits, err := take(ctx, c.db, "models/community_habits", c.params, community.HabitsFromRecord)
	if err != nil {
		return err
	}
	rows, err := community.Affinity(c.cells, c.buyers, habits, c.privacy)
	if err != nil {
		return err
	}
	c.found.Affinity = rows
	return publishDay(ctx, c, "community_affinity", rows, func(day time.Time, r community.AffinityRow) communityAffinity { return communityAffinity{day, r} })
}

type storeRetention struct {
	AsOf time.Time `ch:"as_of"`
	community.RetentionRow
}

func (c *communityRun) retention(ctx context.Context) error {
	cohorts, err := take(ctx, c.db, "models/community_retention", c.params, community.CohortsFromRecord)
	if err != nil {
		return err
	}
	rows, err := community.Retention(cohorts, c.privacy)
	if err != nil {
		return err
	}
	return publishDay(ctx, c, "store_retention", rows, func(day time.Time, r community.RetentionRow) storeRetention { return storeRetention{day, r} })
}

type repurchaseRow struct {
	AsOf time.Time `ch:"as_of"`
	community.RepurchaseRow
}

func (c *communityRun) repurchase(ctx context.Context) error {
	p := c.with(sql.Params{"window": repurchaseWindow})
	scopes, err := take(ctx, c.db, "models/community_repurchase", p, community.AgainFromRecord)
	if err != nil {
		return err
	}
	categories, err := take(ctx, c.db, "models/community_category_repurchase", p, community.AgainFromRecord)
	if err != nil {
		return err
	}
	gaps, err := take(ctx, c.db, "models/community_gaps", p, community.GapsFromRecord)
	if err != nil {
		return err
	}
	rows, err := community.Repurchase(scopes, categories, gaps, c.privacy)
	if err != nil {
		return err
	}
	c.found.Repurchase = rows
	return publishDay(ctx, c, "repurchase", rows, func(day time.Time, r community.RepurchaseRow) repurchaseRow { return repurchaseRow{day, r} })
}

type storeChurn struct {
	AsOf time.Time `ch:"as_of"`
	community.ChurnRow
}

func (c *communityRun) churn(ctx context.Context) error {
	var all community.Expected
	for slice := range c.slices {
		some, err := take(ctx, c.db, "models/community_churn", c.with(sql.Params{"slices": c.slices, "slice": slice}), community.ExpectedFromRecord)
		if err != nil {
			return err
		}
		all.Append(some)
	}
	rows, err := community.Churn(all, c.privacy)
	if err != nil {
		return err
	}
	return publishDay(ctx, c, "store_churn", rows, func(day time.Time, r community.ChurnRow) storeChurn { return storeChurn{day, r} })
}

type communityPool struct {
	AsOf time.Time `ch:"as_of"`
	community.PoolRow
}

type communityPoolFlow struct {
	AsOf time.Time `ch:"as_of"`
	community.FlowRow
}

func (c *communityRun) pool(ctx context.Context) error {
	flows, err := take(ctx, c.db, "models/community_pool", c.params, community.FlowsFromRecord)
	if err != nil {
		return err
	}
	rows, moves, err := community.Pool(flows, c.places, c.privacy)
	if err != nil {
		return err
	}
	c.found.Pool = rows
	if err := publishDay(ctx, c, "community_pool", rows, func(day time.Time, r community.PoolRow) communityPool { return communityPool{day, r} }); err != nil {
		return err
	}
	return publishDay(ctx, c, "community_pool_flow", moves, func(day time.Time, r community.FlowRow) communityPoolFlow { return communityPoolFlow{day, r} })
}
