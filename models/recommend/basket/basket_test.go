package basket

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestLog(t *testing.T) {
	l := NewLog(10, false)
	if err := l.Add([][]int32{{1, 2, 1}, {}, {3}}, nil); err != nil {
		t.Fatal(err)
	}
	if err := l.Add(nil, nil); err != nil {
		t.Fatal(err)
	}
	if l.Len() != 2 || l.Count(0) != 2 || l.Count(1) != 0 || !slices.Equal(l.Basket(0, 0), []int32{1, 2}) || !slices.Equal(l.Basket(0, 1), []int32{3}) {
		t.Errorf("%+v", l)
	}
	dated := NewLog(10, true)
	if err := dated.Add([][]int32{{1}, {}, {2}}, []int32{5, 6, 9}); err != nil || !slices.Equal(dated.Days, []int32{5, 9}) {
		t.Errorf("%v %v", dated.Days, err)
	}
	for want, err := range map[string]error{
		"not between 0 and 9":     l.Add([][]int32{{10}}, nil),
		"item -1":                 l.Add([][]int32{{-1}}, nil),
		"give one each":           dated.Add([][]int32{{1}}, nil),
		"put the oldest first":    dated.Add([][]int32{{1}, {2}}, []int32{9, 8}),
		"user 1, basket 1: day 8": NewLog(10, true).Add([][]int32{{1}, {2}}, []int32{9, 8}),
	} {
		if want == "user 1, basket 1: day 8" {
			want = "user 0, basket 1: day 8"
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestTop: the heap keeps what sorting would put first, and is indifferent to the order of the offers.
func TestTop(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for n := range 40 {
		var all []scored
		for i := range r.IntN(60) {
			all = append(all, scored{int32(i), float32(r.IntN(8))})
		}
		want := slices.Clone(all)
		slices.SortFunc(want, func(a, b scored) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id)) })
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		var best top
		best.reset(n)
		for _, s := range all {
			best.offer(s.id, s.score)
		}
		if got := best.sorted(); !slices.Equal(got, want[:min(n, len(want))]) {
			t.Fatalf("%d of %v: %v", n, want, got)
		}
	}
}

// TestJudge: by hand, with hits at the first and third place of three goods, no hit, and an empty basket that does not count.
func TestJudge(t *testing.T) {
	s := Judge([][]int32{{5, 6, 7, 8}, {1, 2}, {3}}, [][]int32{{7, 5, 9}, {3}, {}}, 3)
	ideal := 1 + 1/math.Log2(3) + 1/math.Log2(4)
	if s.Users != 2 || math.Abs(s.Recall-1./3) > 1e-12 || math.Abs(s.NDCG-(1+1/math.Log2(4))/ideal/2) > 1e-12 || s.HitRate != 0.5 {
		t.Errorf("%+v", s)
	}
	// The ideal list is that of the whole basket: one hit at the first place of one is not all there is to find.
	if s := Judge([][]int32{{5}}, [][]int32{{5, 6, 7}}, 1); math.Abs(s.NDCG-1/ideal) > 1e-12 || math.Abs(s.Recall-1./3) > 1e-12 {
		t.Errorf("%+v", s)
	}
	if s := Judge(nil, nil, 10); s != (Score{}) {
		t.Errorf("of nobody: %+v", s)
	}
}

func TestTopsOfAllAndUser(t *testing.T) {
	l := NewLog(6, false)
	for _, b := range [][][]int32{{{1, 2}, {1}, {4}}, {{2, 3}, {2}}, {{5, 2}}} {
		if err := l.Add(b, nil); err != nil {
			t.Fatal(err)
		}
	}
	all := TopOfAll(l, 10)
	if !slices.Equal(all, []int32{2, 1, 3, 4, 5}) {
		t.Errorf("all %v", all)
	}
	if got := Fill(TopOfUser(l, 0, 10, all), all, 4); !slices.Equal(got, []int32{1, 2, 4, 3}) {
		t.Errorf("user %v", got)
	}
}

// TestNothingHiddenIsSeen: what the ranker sees of a user whose next basket is to be learned is the same whatever that basket holds.
func TestNothingHiddenIsSeen(t *testing.T) {
	l, next := world(t, 300, true)
	where := Where{Today: make([]int32, l.Len()), Place: make([]*Place, l.Len())}
	holding := make([]float32, worldItems)
	for u := range next {
		for _, i := range next[u] {
			holding[i]++
		}
		where.Today[u] = 200
	}
	look := func(u int32, basket []int32) *matrix {
		changed, with := slices.Clone(next), slices.Clone(holding)
		for _, i := range next[u] {
			with[i]--
		}
		changed[u] = basket
		for _, i := range basket {
			with[i]++
		}
		where.Place[u] = &Place{From: 150, Baskets: float32(l.Len()), Holding: with, Prior: make([]float32, worldItems)}
		m := Prepare(l, changed, Options{Threads: 1})
		return m.build(m.lesson([]int32{u}, changed, where).list, 1)
	}
	for _, u := range []int32{0, 17, 101} {
		a, b := look(u, []int32{3, 50}), look(u, []int32{4, 90, 119})
		if !slices.Equal(a.items, b.items) {
			t.Fatalf("user %d: candidates %v and %v", u, a.items, b.items)
		}
		for c, name := range columnNames {
			for r := range a.items {
				x, y := a.columns[c][r], b.columns[c][r]
				if x != y && !(x != x && y != y) {
					t.Errorf("user %d, item %d: column %s is %v or %v, as the hidden basket is", u, a.items[r], name, x, y)
				}
			}
		}
	}
}

// TestFit: the ranker finds more than habit and neighbours, these more than what sells best; another number of threads gives the
// same lists, another seed need not.
func TestFit(t *testing.T) {
	l, next := world(t, 700, false)
	test := numbers(550, 700)
	known := slices.Clone(next)
	for _, u := range test {
		known[u] = nil
	}
	var lists [2][][]int32
	var m *Model
	for k, threads := range []int{1, 3} {
		var err error
		var report Report
		m, report, err = Fit(t.Context(), Task{l, known, numbers(0, 470), numbers(470, 550)}, Options{Threads: threads, Even: 1, Rounds: 20, Each: 20, Many: 100, Few: 20, Seed: 5}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if report.Blend || report.Learned != 550 || len(report.Tries) != 8 {
			t.Errorf("report %+v", report)
		}
		if lists[k], err = m.Lists(l, test, nil, 10); err != nil {
			t.Fatal(err)
		}
	}
	for k := range test {
		if !slices.Equal(lists[0][k], lists[1][k]) {
			t.Fatalf("user %d: %v with one thread, %v with three", test[k], lists[0][k], lists[1][k])
		}
	}
	blended, err := m.Unlearned().Lists(l, test, nil, 10)
	if err != nil {
		t.Fatal(err)
	}
	popular := make([][]int32, len(test))
	for k := range popular {
		popular[k] = TopOfAll(l, 10)
	}
	want := next[550:]
	learned, habit, top := Judge(lists[0], want, 10), Judge(blended, want, 10), Judge(popular, want, 10)
	t.Logf("learned %+v habit %+v top %+v", learned, habit, top)
	if !(learned.NDCG > habit.NDCG+0.05 && habit.NDCG > top.NDCG+0.2) {
		t.Errorf("NDCG: learned %.3f, habit and neighbours %.3f, top of all %.3f", learned.NDCG, habit.NDCG, top.NDCG)
	}
}

// TestTooFewToLearn: without next baskets, or with few, lists come from habit and neighbours; whoever has no basket gets what sells best.
func TestTooFewToLearn(t *testing.T) {
	l, next := world(t, 80, false)
	if err := l.Add(nil, nil); err != nil {
		t.Fatal(err)
	}
	next = append(next, nil)
	m, report, err := Fit(t.Context(), Task{Log: l, Next: make([][]int32, 81)}, Options{}, nil)
	if err != nil || !report.Blend || report.Learned != 0 || m.Learned() {
		t.Fatalf("%+v %v", report, err)
	}
	m, report, err = Fit(t.Context(), Task{l, next, numbers(0, 40), numbers(40, 60)}, Options{}, nil)
	if err != nil || !report.Blend || len(report.Tries) != 30 || report.Habit.Score.Users != 60 {
		t.Fatalf("%+v %v", report, err)
	}
	lists, err := m.Lists(l, []int32{61, 80}, nil, 5)
	if err != nil || len(lists[0]) != 5 || len(lists[1]) != 5 {
		t.Fatalf("%v %v", lists, err)
	}
	if kind := int32(61 % kinds); lists[0][0]/(worldItems/kinds) != kind {
		t.Errorf("the first product, %d, is not of the user's kind %d", lists[0][0], kind)
	}
}
