package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"github.com/linli-project/linli/models/recommend/basket"
)

// rival is a way to make lists, with those of the users of test.
type rival struct {
	name  string
	lists [][]int32
}

// rivals are the simple ways that the ranker is measured against.
func (s *shoppers) rivals(m *basket.Model, report basket.Report) ([]rival, error) {
	popular := basket.TopOfAll(s.log, s.log.Items)
	global, personal, both := make([][]int32, len(s.test)), make([][]int32, len(s.test)), make([][]int32, len(s.test))
	for k, u := range s.test {
		global[k] = popular[:min(basketList, len(popular))]
		personal[k] = basket.TopOfUser(s.log, int(u), basketList, popular)
		both[k] = basket.Fill(append([]int32(nil), personal[k]...), popular, basketList)
	}
	out := []rival{{"top of all", global}, {"top of the user", personal}, {"user, then all", both}}
	if m.Learned() {
		habit := basket.Prepare(s.log, s.learned(), report.Habit.Options) // with the memory that suits it best
		lists, err := habit.Lists(s.log, s.test, nil, basketList)
		if err != nil {
			return nil, err
		}
		out = append(out, rival{"habit + neighbours", lists})
	}
	return out, nil
}

type basketMethod struct {
	Name string       `json:"name"`
	At10 basket.Score `json:"at_10"`
	At20 basket.Score `json:"at_20"`
}

type basketResult struct {
	Out           string         `json:"out"`
	Users         int            `json:"users"`
	Valid         int            `json:"validation_users"`
	Methods       []basketMethod `json:"methods"`
	Report        basket.Report  `json:"report"`
	Seconds       float64        `json:"seconds"`
	MillisPerUser float64        `json:"ms_per_user"`
	PeakMB        int64          `json:"peak_mb"`
}

func (s *shoppers) judge(rivals []rival) (out []basketMethod) {
	want := make([][]int32, len(s.test))
	for k, u := range s.test {
		want[k] = s.next[u]
	}
	for _, r := range rivals {
		out = append(out, basketMethod{r.name, basket.Judge(r.lists, want, 10), basket.Judge(r.lists, want, 20)})
	}
	return out
}

func (r basketResult) json(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

func (r basketResult) table(w io.Writer) {
	fmt.Fprintf(w, "%s: lists of %s users, %s of them scored\n", r.Out, thousands(r.Users), thousands(r.Methods[0].At10.Users))
	fmt.Fprintf(w, "%-20s %9s %7s %7s %10s %7s %7s\n", "", "Recall@10", "NDCG@10", "PHR@10", "Recall@20", "NDCG@20", "PHR@20")
	for _, m := range r.Methods {
		a, b := m.At10, m.At20
		fmt.Fprintf(w, "%-20s %9.4f %7.4f %7.4f %10.4f %7.4f %7.4f\n", m.Name, a.Recall, a.NDCG, a.HitRate, b.Recall, b.NDCG, b.HitRate)
	}
	o := r.Report.Options
	switch {
	case r.Report.Beaten:
		fmt.Fprintf(w, "on %s users of val habit and neighbours found more (Recall@10 %.4f) than the ranker that learned (%.4f): they are blended, habit with weight %.1f\n",
			thousands(r.Report.Ranker.Users), r.Report.Habit.Score.Recall, r.Report.Ranker.Recall, o.Blend)
	case r.Report.Blend:
		fmt.Fprintf(w, "only %s next baskets to learn from, a ranker needs some hundred: habit (weight %.1f) and neighbours are blended\n", thousands(r.Report.Learned), o.Blend)
	default:
		fmt.Fprintf(w, "chosen on %s users of val: a basket counts %.2f of the next one, lately %.2f; %d and %d neighbours; %d trees of %d leaves, %d times; learned from %s next baskets\n",
			thousands(r.Valid), o.Fade, o.Lately, o.Few, o.Many, o.Rounds, o.Leaves, o.Bags, thousands(r.Report.Learned))
	}
	fmt.Fprintf(w, "%.0f s, of which %.2f ms per user for ranking, peak memory %d MB\n", r.Seconds, r.MillisPerUser, r.PeakMB)
}

// write puts the lists into a file that appears when it is whole.
func (s *shoppers) write(path string, lists [][]int32) error {
	return writeBeside(path, func(out io.Writer) error {
		w := bufio.NewWriter(out)
		lead := "{"
		for k, u := range s.test {
			items := make([]int64, len(lists[k]))
			for r, i := range lists[k] {
				items[r] = s.items[i]
			}
			name, err := json.Marshal(s.names[u])
			if err != nil {
				return err
			}
			list, err := json.Marshal(items)
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "%s%s: %s", lead, name, list)
			lead = ",\n"
		}
		fmt.Fprintln(w, "}")
		return w.Flush()
	})
}
