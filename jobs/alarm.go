package jobs

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/linli-project/linli/sql"
)

// alarmDays is the week over which forecasts are compared with repeating the week before.
const alarmDays = 7

type alarm struct {
	Day       time.Time `ch:"day"`
	FromDay   time.Time `ch:"from_day"`
	StoreID   string    `ch:"store_id"`
	Days      uint16    `ch:"days"`
	Series    uint64    `ch:"series"`
	Actual    float64   `ch:"actual"`
	WAPE      float64   `ch:"wape"`
	NaiveWAPE float64   `ch:"naive_wape"`
	TextZh    string    `ch:"text_zh"`
	TextEn    string    `ch:"text_en"`
}

// runAlarm publishes, and logs, the stores whose forecasts lost to last week's sales.
func runAlarm(ctx context.Context, r *Runner, days []time.Time) ([]result, error) {
	out := make([]result, len(days))
	for i, day := range days {
		var rows []alarm
		if err := r.DB.Select(ctx, &rows, "models/forecast_alarms", sql.Params{"day": sql.Day(day)}); err != nil {
			return out[:i], err
		}
		for k := range rows {
			a := &rows[k]
			a.Day = day
			a.say()
			r.Log.Warn("a store's forecasts did worse than repeating last week", "store", a.StoreID, "from", sql.Day(a.FromDay), "to", sql.Day(day),
				"error", percent(a.WAPE), "last_week", percent(a.NaiveWAPE))
		}
		n, err := publish(ctx, r.DB, "forecast_alarm", day, rows)
		if err != nil {
			return out[:i], err
		}
		out[i].rows = n
	}
	return out, nil
}

func (a *alarm) say() {
	wape, naive := percent(a.WAPE), percent(a.NaiveWAPE)
	a.TextZh = fmt.Sprintf("%d月%d日到%d月%d日，预测误差 %s，还不如照抄上周（%s）：订货前多看一眼，和总部说一声",
		a.FromDay.Month(), a.FromDay.Day(), a.Day.Month(), a.Day.Day(), wape, naive)
	a.TextEn = fmt.Sprintf("From %s to %s the forecast was off by %s, repeating last week by %s: look twice before you order, and tell the head office",
		a.FromDay.Format("2 Jan"), a.Day.Format("2 Jan"), wape, naive)
}

// percent writes a share so that two shares that differ a little do not look alike.
func percent(share float64) string { return fmt.Sprintf("%v%%", math.Round(share*1000)/10) }

// seenAlarm looks at the scores of the week that ends with each day.
func seenAlarm(ctx context.Context, r *Runner, days []string) (byDay, error) {
	scores, err := r.lastRuns(ctx, "forecast_score")
	if err != nil {
		return nil, err
	}
	out := byDay{}
	for _, day := range days {
		for back := range alarmDays {
			out[day] += mix(back, scores[before(day, back)].RunID)
		}
	}
	return out, nil
}

// dueAlarms finds the closed days with scores of which some of the week are not those that were looked at, of any age.
func dueAlarms(ctx context.Context, r *Runner, open string) ([]dueDay, error) {
	scores, err := r.lastRuns(ctx, "forecast_score")
	if err != nil {
		return nil, err
	}
	var days []string
	for day, l := range scores {
		if l.Done {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return r.compare(ctx, "forecast_alarm", seenAlarm, days, func(day string, _ bool) bool { return day < open })
}
