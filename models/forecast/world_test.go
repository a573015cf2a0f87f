package forecast

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/linli-project/linli/models/forecast/history"
)

var monday = history.DayOf(time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC))

// sale is a row of a history.
type sale struct {
	store, product, kind string
	day                  int32
	sold, out, promo     float64
}

var saleFields = []arrow.Field{{Name: "store_id", Type: arrow.BinaryTypes.String}, {Name: "product_id", Type: arrow.BinaryTypes.String},
	{Name: "date", Type: arrow.FixedWidthTypes.Date32}, {Name: "c_kind", Type: arrow.BinaryTypes.String}, {Name: "x_promo", Type: arrow.PrimitiveTypes.Float64},
	{Name: "quantity", Type: arrow.PrimitiveTypes.Float64}, {Name: "stockout", Type: arrow.PrimitiveTypes.Float64}}

// record makes one of the sales; of days to come the last two columns are left out.
func record(sales []sale, future bool) arrow.Record {
	fields := saleFields
	if future {
		fields = fields[:5]
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	for _, s := range sales {
		b.Field(0).(*array.StringBuilder).Append(s.store)
		b.Field(1).(*array.StringBuilder).Append(s.product)
		b.Field(2).(*array.Date32Builder).Append(arrow.Date32(s.day))
		b.Field(3).(*array.StringBuilder).Append(s.kind)
		b.Field(4).(*array.Float64Builder).Append(s.promo)
		if !future {
			b.Field(5).(*array.Float64Builder).Append(s.sold)
			b.Field(6).(*array.Float64Builder).Append(s.out)
		}
	}
	return b.NewRecord()
}

func build(t testing.TB, past, ahead []sale) *history.History {
	t.Helper()
	b := history.NewBuilder(math.MinInt32)
	if err := b.Add(record(past, false)); err != nil {
		t.Fatal(err)
	}
	if ahead != nil {
		if err := b.AddFuture(record(ahead, true)); err != nil {
			t.Fatal(err)
		}
	}
	h, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

var shape = [7]float64{0.8, 0.8, 0.85, 0.9, 1.1, 1.4, 1.15} // Monday first

// world draws series of known demand: a level, a weekday profile and a promotion that nearly doubles it; negative binomial days.
type world struct {
	past, ahead []sale
	truth       map[string]float64 // mean demand by store, product and day
}

func (w *world) key(store, product string, day int32) string {
	return fmt.Sprint(store, " ", product, " ", day)
}

const lift = 1.9 // of demand on days of promotion

func newWorld(stores, products, days, horizon int, seed uint64) *world {
	w := &world{truth: map[string]float64{}}
	rng := rand.New(rand.NewPCG(seed, 0))
	for s := range stores {
		for p := range products {
			level := 25 * math.Exp(0.5*rng.NormFloat64())
			for d := range days + horizon {
				x := sale{store: fmt.Sprint("s", s), product: fmt.Sprintf("p%02d", p), kind: fmt.Sprint("k", p%3), day: monday + int32(d)}
				if rng.Float64() < 0.15 {
					x.promo = 1
				}
				mean := level * shape[d%7] * math.Pow(lift, x.promo)
				w.truth[w.key(x.store, x.product, x.day)] = mean
				x.sold = distuv.Poisson{Lambda: distuv.Gamma{Alpha: 12, Beta: 12 / mean, Src: rng}.Rand(), Src: rng}.Rand()
				if d < days {
					w.past = append(w.past, x)
				} else {
					w.ahead = append(w.ahead, x)
				}
			}
		}
	}
	return w
}

// valid fails unless the rows are complete, in order, and numbers: no quantile below 0, NaN or below the one before.
func valid(t *testing.T, h *history.History, rows []Row, series, horizon int) {
	t.Helper()
	if len(rows) != series*horizon {
		t.Fatalf("%d rows, want %d series of %d days", len(rows), series, horizon)
	}
	for i := range rows {
		r := &rows[i]
		if want := i%horizon + 1; int(r.Horizon) != want || history.DayOf(r.Day) != h.Last+int32(want) {
			t.Fatalf("row %d is %+v, want day %d ahead", i, r, want)
		}
		before := 0.0
		for _, q := range Quantiles(r) {
			if !(q >= before) || math.IsInf(q, 0) {
				t.Fatalf("quantiles cross, or are no numbers: %+v", r)
			}
			before = q
		}
		if !(r.Mean >= 0) || math.IsInf(r.Mean, 0) || !(r.Naive >= 0) || math.IsInf(r.Naive, 0) {
			t.Fatalf("mean or naive is no number: %+v", r)
		}
	}
}
