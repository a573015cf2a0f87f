package operation

import "testing"

func TestPlan(t *testing.T) {
	for cron, want := range map[string]Plan{
		"*/5 * * * *": {"every", "5"}, "25 * * * *": {"hourly", "25"}, "10 2 * * *": {"daily", "02:10"},
		"10 2 * * 1": {"", "10 2 * * 1"}, "1,31 * * * *": {"", "1,31 * * * *"}, "@daily": {"", "@daily"}, "": {"", ""},
	} {
		if got := (Job{Schedule: cron}).Plan(); got != want {
			t.Errorf("%q: %+v, want %+v", cron, got, want)
		}
	}
}
