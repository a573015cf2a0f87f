package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/linli-project/linli/ingest/simulate"
	advice "github.com/linli-project/linli/models/campaign/outcome"
	"github.com/linli-project/linli/sql"
)

// fraudCase is what was planted and found of one person.
type fraudCase struct {
	UserID  string `ch:"user_id"`
	Scheme  string `ch:"scheme"`
	Planted uint8  `ch:"planted"`
	Found   uint8  `ch:"found"`
}

func fraudCases(ctx context.Context, db *sql.DB) (cases []fraudCase, err error) {
	if err := db.Select(ctx, &cases, "models/leader_fraud", nil); err != nil {
		return nil, fmt.Errorf("read what was planted and what was found: %w", err)
	}
	return cases, nil
}

// fraudScore is how well one check finds what was planted for it.
type fraudScore struct {
	Scheme  string  `json:"scheme"`
	Planted int     `json:"planted"`
	Found   int     `json:"found"`
	Recall  float64 `json:"recall"`
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
	// OfOthers are findings of this check about people who cheat in another way, False those about people who do not cheat.
	OfOthers int `json:"of_others"`
	False    int `json:"false_alarms"`
}

// scoreFraud sums up the cases by scheme; the last line is all of them.
func scoreFraud(cases []fraudCase) []fraudScore {
	cheats := map[string]bool{}
	for _, c := range cases {
		cheats[c.UserID] = cheats[c.UserID] || c.Planted > 0
	}
	all := fraudScore{Scheme: "all"}
	var out []fraudScore
	for _, scheme := range simulate.Schemes {
		s := fraudScore{Scheme: scheme}
		for _, c := range cases {
			switch {
			case c.Scheme != scheme:
			case c.Planted > 0:
				s.Planted++
				s.Found += int(c.Found)
			case cheats[c.UserID]:
				s.OfOthers++
			default:
				s.False++
			}
		}
		all.Planted, all.Found, all.OfOthers, all.False = all.Planted+s.Planted, all.Found+s.Found, all.OfOthers+s.OfOthers, all.False+s.False
		out = append(out, s)
	}
	out = append(out, all)
	for i := range out {
		s := &out[i]
		s.Recall = float64(s.Found) / max(1, float64(s.Planted))
		s.Low, s.High = advice.Wilson(float64(s.Found), float64(s.Planted))
	}
	return out
}

// tellFraud prints how many of the people who cheat were found.
func tellFraud(w io.Writer, cases []fraudCase) error {
	scores := scoreFraud(cases)
	if scores[len(scores)-1].Planted == 0 {
		return errors.New("nobody cheats in this world: take a larger one, without --small, or another --world")
	}
	fmt.Fprintf(w, "\n%-14s %8s %6s  %-20s %10s %13s\n", "people who", "planted", "found", "recall, 95 %", "of others", "false alarms")
	for _, s := range scores {
		fmt.Fprintf(w, "%-14s %8d %6d  %-20s %10d %13d\n", s.Scheme, s.Planted, s.Found, fmt.Sprintf("%.2f [%.2f %.2f]", s.Recall, s.Low, s.High), s.OfOthers, s.False)
	}
	return nil
}
