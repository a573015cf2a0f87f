package calendar_test

import (
	"fmt"
	"time"

	"github.com/linli-project/linli/models/forecast/calendar"
)

func ExampleOf() {
	for _, date := range []string{"2026-02-14", "2026-02-16", "2026-02-17"} {
		t, _ := time.Parse(time.DateOnly, date)
		d := calendar.Of(int32(t.Unix() / 86_400))
		fmt.Println(date, d.Off, d.Worked, d.Holiday, d.Festival, d.ToSpringFestival)
	}
	// Output:
	// 2026-02-14 false true  情人节 3
	// 2026-02-16 true false 春节 除夕 1
	// 2026-02-17 true false 春节 春节 0
}
