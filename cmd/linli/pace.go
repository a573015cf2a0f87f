package main

import (
	"fmt"
	"time"

	"github.com/linli-project/linli/ingest/tabular"
)

// pace says how fast a file is worked through and how long the rest will take.
type pace struct {
	began time.Time
	first tabular.Position
}

// text is such as "1,250,000 rows, 12 %, 310,000/s, 29 s left". The rest is judged by the share of the file, since of a text
// file nobody knows how many rows it has.
func (p *pace) text(done int64, what string, at tabular.Position, now time.Time) string {
	if p.began.IsZero() || at.Done < p.first.Done {
		p.began, p.first = now, at
	}
	text := fmt.Sprintf("%s %s, %s", thousands(done), what, at)
	took, share := now.Sub(p.began), at.Done-p.first.Done
	if took < time.Second || share <= 0 {
		return text
	}
	left := time.Duration(float64(took) / float64(share) * float64(at.Total-at.Done))
	return text + fmt.Sprintf(", %s left", left.Round(time.Second))
}

// rate is such as "310,000/s".
func rate(n int64, took time.Duration) string {
	return thousands(int64(float64(n)/max(took.Seconds(), 0.001))) + "/s"
}
