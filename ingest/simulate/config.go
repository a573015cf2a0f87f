package simulate

import (
	"fmt"
	"time"
)

// Zone is where the world lives: business days and all hours are those of Asia/Shanghai, which has no daylight saving.
// A fixed zone keeps the world independent of the machine's time zone data.
var Zone = time.FixedZone("Asia/Shanghai", 8*3600)

// Config chooses a world. Two worlds of equal Config are equal to the byte.
type Config struct {
	Seed  uint64
	Today time.Time // any instant of the running day, which has index Days
	Days  int       // whole business days before it, indexes 0 to Days-1

	Stores                 int
	CommunitiesPerStore    int
	HouseholdsPerCommunity int // mean; about a third of them use the mini-program, one user each

	// Load is for load tests: ids are as long as those of WeChat and other under every seed, and the days leave no record in
	// Truth, which would grow without end.
	Load bool

	// Fraud plants people who take commission that they did not earn, see Schemes; all else is as without it.
	Fraud bool

	Festival time.Time // a day celebrated like a public holiday; zero: chosen when the window holds no public holiday
}

// Default is the world of the demo: about 6,000 users of 12 stores, eight weeks and the running day.
func Default() Config {
	return Config{Seed: 1, Today: time.Date(2026, 11, 22, 0, 0, 0, 0, Zone), Days: 56,
		Stores: 12, CommunitiesPerStore: 3, HouseholdsPerCommunity: 480}
}

// Small is a world for tests: two stores, ten days, a fraction of a second.
func Small() Config {
	return Config{Seed: 1, Today: time.Date(2026, 11, 22, 0, 0, 0, 0, Zone), Days: 10,
		Stores: 2, CommunitiesPerStore: 2, HouseholdsPerCommunity: 300}
}

func (c Config) validate() error {
	for _, f := range []struct {
		name             string
		value, low, high int
	}{
		{"days", c.Days, 1, 3650},
		{"stores", c.Stores, 1, 2000},
		{"communities per store", c.CommunitiesPerStore, 1, 20},
		{"households per community", c.HouseholdsPerCommunity, 20, 20_000},
	} {
		if f.value < f.low || f.value > f.high {
			return fmt.Errorf("simulated world: %s must be %d to %d, not %d", f.name, f.low, f.high, f.value)
		}
	}
	if y := c.Today.Year(); y < 2010 || y > 2100 {
		return fmt.Errorf("simulated world: today must be a date between 2010 and 2100, not %s", c.Today.Format(time.DateOnly))
	}
	return nil
}
