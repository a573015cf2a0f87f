package owner

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/sql"
)

// Became is what became of the advice of four weeks.
type Became struct {
	Day      time.Time
	Kinds    []Worthwhile
	Outcomes []Outcome // of single pieces of advice, of the last week
	Run      chain.Run
}

// Worthwhile is what the advice of one kind was worth.
type Worthwhile struct {
	Kind     string  `ch:"kind"`
	Advised  uint32  `ch:"advised"`
	Followed uint32  `ch:"followed"`
	Hits     uint32  `ch:"hits"`
	Misses   uint32  `ch:"misses"`
	Voids    uint32  `ch:"voids"`
	GainUnit string  `ch:"gain_unit"`
	Gain     float64 `ch:"gain"`
	GainMean float64 `ch:"gain_mean"`
	GainLow  float64 `ch:"gain_low"`
	GainHigh float64 `ch:"gain_high"`
	TextZh   string  `ch:"text_zh"`
	TextEn   string  `ch:"text_en"`
}

// Judged says whether any of it could be judged.
func (w Worthwhile) Judged() bool { return w.Hits+w.Misses > 0 }

// Outcome is what became of one piece of advice.
type Outcome struct {
	Day         time.Time `ch:"day"`
	Kind        string    `ch:"kind"`
	Verdict     string    `ch:"verdict"`
	Why         string    `ch:"why"`
	Decision    string    `ch:"decision"`
	Followed    bool      `ch:"followed"`
	GainUnit    string    `ch:"gain_unit"`
	Gain        float64   `ch:"gain"`
	ProductID   string    `ch:"product_id"`   // empty: of no product
	CommunityID string    `ch:"community_id"` // empty: of none
	TextZh      string    `ch:"text_zh"`
	TextEn      string    `ch:"text_en"`

	Name, NameEn string // of the product, else of the community
}

// Total adds up hits, misses and what cannot be judged.
func (b Became) Total() (t Worthwhile) {
	for _, k := range b.Kinds {
		t.Advised, t.Hits, t.Misses, t.Voids = t.Advised+k.Advised, t.Hits+k.Hits, t.Misses+k.Misses, t.Voids+k.Voids
	}
	return t
}

// Fen is what advice about goods gained against doing as before, in fen; false when none could be judged. Ranges as a whole hold the
// single changes already and are told in shares, so nothing counts twice.
func (b Became) Fen() (int64, bool) {
	sum, any := 0., false
	for _, k := range b.Kinds {
		if k.GainUnit == "fen" && k.Judged() {
			sum, any = sum+k.Gain, true
		}
	}
	return int64(math.Round(sum)), any
}

// Judged are the kinds of which something could be judged.
func (b Became) Judged() []Worthwhile {
	return slices.DeleteFunc(slices.Clone(b.Kinds), func(k Worthwhile) bool { return !k.Judged() })
}

func loadBecame(ctx context.Context, db *sql.DB, store string, day time.Time) (Became, error) {
	b := Became{Day: day}
	if day.IsZero() {
		return b, nil
	}
	params := sql.Params{"store": store, "day": chain.Date(day)}
	if err := db.Select(ctx, &b.Kinds, "owner/became", params); err != nil {
		return b, fmt.Errorf("worth of advice: %w", err)
	}
	if err := db.Select(ctx, &b.Outcomes, "owner/outcome", params); err != nil {
		return b, fmt.Errorf("outcomes of advice: %w", err)
	}
	goods, err := chain.LoadProducts(ctx, db)
	if err != nil {
		return b, err
	}
	communities, err := chain.LoadCommunities(ctx, db)
	if err != nil {
		return b, err
	}
	for i := range b.Outcomes {
		o := &b.Outcomes[i]
		if o.ProductID != "" {
			p := goods.Of(o.ProductID)
			o.Name, o.NameEn = p.Name, p.NameEn
		} else {
			o.Name = communities.Of(o.CommunityID).Zh
		}
	}
	b.Run, err = chain.MadeBy(ctx, db, day, "suggestion_score")
	return b, err
}

// Changed is a quantity that somebody changed, against the advised one, after the day.
type Changed struct {
	ProductID  string    `ch:"product_id"`
	Name       string    `ch:"name"`
	NameEn     string    `ch:"name_en"`
	Unit       string    `ch:"unit"`
	Day        time.Time `ch:"day"`
	Who        string    `ch:"who"`
	Advised    float64   `ch:"advised"`
	Changed    float64   `ch:"changed"`
	Demand     float64   `ch:"demand"`
	AdvisedFen int64     `ch:"advised_fen"` // lost by the advice: thrown away and missed
	ChangedFen int64     `ch:"changed_fen"`
}

// Better is what the change lost less than the advice, in fen.
func (c Changed) Better() int64 { return c.AdvisedFen - c.ChangedFen }

// OfDay are the changes for the scored day; without any there is nothing to say of it.
func (s Scored) OfDay() (out []Changed) {
	for _, c := range s.Changed {
		if c.Day.Equal(s.Day) {
			out = append(out, c)
		}
	}
	return out
}

// Verdict compares all changes of four weeks with the advice: how many did better and worse, and by how much in all, in fen.
func (s Scored) Verdict() (v struct {
	Better, Worse, Same int
	Fen, Less           int64 // Less: the same without its sign
}) {
	for _, c := range s.Changed {
		switch b := c.Better(); {
		case b > 0:
			v.Better++
		case b < 0:
			v.Worse++
		default:
			v.Same++
		}
		v.Fen += c.Better()
	}
	v.Less = max(v.Fen, -v.Fen)
	return v
}
