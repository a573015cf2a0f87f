package classic_test

import (
	"fmt"
	"math"

	"github.com/linli-project/linli/models/forecast/classic"
)

// Lettuce from a Monday on; it sold out on the second Saturday, which is therefore
// no demand of 9.
func Example() {
	y := []float64{4, 5, 4, 6, 8, 12, 11, 5, 4, 5, 6, 9, math.NaN(), 12}
	out := make([]float64, 7)
	for _, name := range []string{"seasonal_naive", "weekday_mean", "moving_average"} {
		m, err := classic.ByName(name)
		if err != nil {
			panic(err)
		}
		m.Forecast(y, 0, len(out), out)
		fmt.Printf("%s %.1f\n", name, out)
	}
	// Output:
	// seasonal_naive [5.0 4.0 5.0 6.0 9.0 12.0 12.0]
	// weekday_mean [4.5 4.5 4.5 6.0 8.5 12.0 11.5]
	// moving_average [7.0 7.0 7.0 7.0 7.0 7.0 7.0]
}
