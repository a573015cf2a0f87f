package booking

import "testing"

// One store's week takes milliseconds, a chain's night seconds: see the figures of
// go test -bench . -run ^$
func BenchmarkLearn(b *testing.B) {
	past, _ := processes[4].draw(200_000, 1)
	for b.Loop() {
		if _, err := Learn(past); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(past.Total)), "us/row")
}

func BenchmarkForecast(b *testing.B) {
	past, _ := processes[4].draw(5000, 1)
	m, err := Learn(past)
	if err != nil {
		b.Fatal(err)
	}
	now := past.now(3)
	for b.Loop() {
		if _, err := m.Forecast(now, Decision{PreCommit, leads[3]}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(past.Total)), "us/row")
}
