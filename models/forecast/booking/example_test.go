package booking_test

import (
	"fmt"

	"github.com/linli-project/linli/models/forecast/booking"
)

// Two weeks of a product of which half is usually booked a day ahead, and a third
// more in the evening; the rest is sold over the counter.
func Example() {
	h := booking.History{Leads: []float64{24, 12, 0}, Cutoff: 12, Booked: make([][]float64, 3)}
	for day := range int32(14) {
		total := float64(10 + day%3)
		h.Day, h.Mean, h.Total = append(h.Day, 20000+day), append(h.Mean, 11), append(h.Total, total)
		for j, booked := range []float64{5 + float64(day%2), 9, total} {
			h.Booked[j] = append(h.Booked[j], booked)
		}
	}
	m, err := booking.Learn(h)
	if err != nil {
		fmt.Println(err)
		return
	}
	now := booking.Now{Day: []int32{20014}, Mean: []float64{11}, Booked: []float64{9}}
	r, err := m.Forecast(now, booking.Decision{Moment: booking.PreCommit, Lead: 24})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.0f booked, %.0f more to be booked, %.0f over the counter; demand %.0f to %.0f\n",
		r.Kept[0], r.Presale[0], r.Counter[0], r.Q[0][1], r.Q[0][5])
	// Output:
	// 9 booked, 4 more to be booked, 2 over the counter; demand 12 to 18
}
