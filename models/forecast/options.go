package forecast

import (
	"fmt"
	"runtime"

	"github.com/linli-project/linli/models/forecast/history"
)

// Options of a forecast.
type Options struct {
	Horizon int    // days ahead; 0 is 7
	Seed    uint64 // of all that is drawn
	Threads int    // 0 is one per core; results do not depend on it
	Ended   int    // a series without a sale for so many days is not forecast; 0 forecasts all
	Rows    int    // days of series that the boosted model learns from at most; 0 is 2,000,000; below about 10,000 there is none

	Progress func(stage string, done, of int) // may be nil
}

// MaxHorizon is the longest horizon, in days.
const MaxHorizon = 90

func (o Options) filled() Options {
	if o.Horizon == 0 {
		o.Horizon = 7
	}
	if o.Threads <= 0 {
		o.Threads = runtime.GOMAXPROCS(0)
	}
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	return o
}

func (o Options) check() error {
	if o.Horizon < 1 || o.Horizon > MaxHorizon {
		return fmt.Errorf("forecast: a horizon of %d days; 1 to %d are supported", o.Horizon, MaxHorizon)
	}
	return nil
}

// Report says how a forecast came about.
type Report struct {
	Notes     history.Notes
	Series    int         // forecast
	Ended     int         // series left out, without a sale for Options.Ended days
	Strangers int         // series without any sale before, forecast from their surroundings
	Boosted   bool        // the boosted model had enough to learn from
	Rehearsed []Rehearsal // earlier origins on which weights and quantiles were fitted
	Weights   []Weight
	Gains     []Gain // what the boosted model looked at, the most important first
}

// Rehearsal is how well the blend did at an earlier origin, on the days in stock of sampled series.
type Rehearsal struct {
	Origin int32
	Summary
}

// Weight is the share of a member in the means of one kind of series.
type Weight struct {
	Segment string // dense, medium or sparse
	Member  string
	Share   float64
}

// Gain is the importance of a feature.
type Gain struct {
	Feature string
	Share   float64 // of all gain
}
