package merchandiser

import (
	"context"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/sql"
)

// Alarm is a store whose forecasts did worse than last week's sales.
type Alarm struct {
	Day       time.Time `ch:"day"`
	StoreID   string    `ch:"store_id"`
	Store     string    `ch:"store"`
	WAPE      float64   `ch:"wape"`
	NaiveWAPE float64   `ch:"naive_wape"`
	Actual    float64   `ch:"actual"`
	Series    uint64    `ch:"series"`
	TextZh    string    `ch:"text_zh"`
	TextEn    string    `ch:"text_en"`
}

// Alarms are all of them; where there are none, how many days were scored tells whether there could be any.
type Alarms struct {
	Rows   []Alarm
	Scored chain.Scored
}

func (m *Room) alarms(ctx context.Context, day time.Time, store string) (a Alarms, err error) {
	if err = m.db.Select(ctx, &a.Rows, "merchandiser/alarms", sql.Params{"day": chain.Date(day), "store": store}); err == nil && len(a.Rows) == 0 {
		a.Scored, err = chain.LoadScored(ctx, m.db, day, store, "")
	}
	return a, err
}
