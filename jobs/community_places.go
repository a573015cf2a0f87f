package jobs

import (
	"context"
	"time"

	"github.com/linli-project/linli/models/profile/community"
	"github.com/linli-project/linli/sql"
)

type communityPrice struct {
	AsOf time.Time `ch:"as_of"`
	community.PriceRow
}

func (c *communityRun) prices(ctx context.Context) error {
	bands, err := take(ctx, c.db, "models/community_price_bands", c.params, community.PriceBandsFromRecord)
	if err != nil {
		return err
	}
	noise, err := take(ctx, c.db, "models/community_price_noise", c.params, community.PriceNoiseFromRecord)
	if err != nil {
		return err
	}
	rows, err := community.Prices(bands, noise, c.cells, c.buyers, c.privacy)
	if err != nil {
		return err
	}
	c.found.Prices = rows
	return publishDay(ctx, c, "community_price_band", rows, func(day time.Time, r community.PriceRow) communityPrice { return communityPrice{day, r} })
}

type communityHour struct {
	AsOf time.Time `ch:"as_of"`
	community.HourRow
}

func (c *communityRun) hours(ctx context.Context) error {
	counts, err := take(ctx, c.db, "models/community_hours", c.params, community.HourCountsFromRecord)
	if err != nil {
		return err
	}
	rows, err := community.ActiveHours(counts, c.buyers, c.privacy)
	if err != nil {
		return err
	}
	c.found.Hours = rows
	return publishDay(ctx, c, "community_hour", rows, func(day time.Time, r community.HourRow) communityHour { return communityHour{day, r} })
}

type storeCatchment struct {
	AsOf time.Time `ch:"as_of"`
	community.CatchmentRow
}

type communityTarget struct {
	AsOf time.Time `ch:"as_of"`
	community.TargetRow
}

// catchment publishes what lies around the stores, and which community is worth the next campaign.
func (c *communityRun) catchment(ctx context.Context) error {
	reach, err := take(ctx, c.db, "models/community_reach", c.params, community.ReachFromRecord)
	if err != nil {
		return err
	}
	around, err := community.Catchments(c.places, c.shops, reach)
	if err != nil {
		return err
	}
	if err := publishDay(ctx, c, "store_catchment", around, func(day time.Time, r community.CatchmentRow) storeCatchment { return storeCatchment{day, r} }); err != nil {
		return err
	}
	margins, err := take(ctx, c.db, "models/community_new_margin", c.params, community.NewMarginsFromRecord)
	if err != nil {
		return err
	}
	targets, err := community.Targets(c.places, c.shops, reach, margins, c.privacy)
	if err != nil {
		return err
	}
	return publishDay(ctx, c, "community_target", targets, func(day time.Time, r community.TargetRow) communityTarget { return communityTarget{day, r} })
}

type communityInsight struct {
	AsOf time.Time `ch:"as_of"`
	community.InsightRow
}

// tell publishes what there is to say about each community.
func (c *communityRun) tell(ctx context.Context) error {
	var names []struct {
		Category string `ch:"category"`
		Name     string `ch:"name"`
		NameEn   string `ch:"name_en"`
	}
	if err := c.db.Select(ctx, &names, "models/community_categories", sql.Params{}); err != nil {
		return err
	}
	c.found.Names = community.Names{}
	for _, n := range names {
		c.found.Names[n.Category] = [2]string{n.Name, n.NameEn}
	}
	c.found.Places, c.found.Sensitive = c.places, c.privacy.Sensitive
	rows := community.Insights(c.found)
	return publishDay(ctx, c, "community_insight", rows, func(day time.Time, r community.InsightRow) communityInsight { return communityInsight{day, r} })
}
