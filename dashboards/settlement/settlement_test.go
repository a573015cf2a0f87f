package settlement

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"
)

var (
	day  = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	next = day.AddDate(0, 0, 1)
)

func TestDueIsExact(t *testing.T) {
	for _, c := range []struct {
		net  int64
		rate float64
		want int64
	}{{50, 0.29, 15}, {5, 0.1, 1}, {4, 0.1, 0}, {15, 0.1, 2}, {-5, 0.1, 0}, {-6, 0.1, -1}, {1_000_000_000_000, 0.1235, 123_500_000_000}, {0, 0.1, 0}, {100, 0, 0}} {
		if got := Due(c.net, c.rate); got != c.want {
			t.Errorf("%d at %v: %d, want %d", c.net, c.rate, got, c.want)
		}
	}
}

// TestRowsAddUpToTheDay: whatever the amounts and the rate, the rows add up to the day's commission, each within a fen of its own.
func TestRowsAddUpToTheDay(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	for range 500 {
		nets := make([]int64, r.IntN(40))
		var sum, got int64
		for i := range nets {
			nets[i] = r.Int64N(20_000) - 100
			sum += nets[i]
		}
		rate := float64(r.IntN(300)) / 1000
		for i, due := range Split(nets, rate) {
			got += due
			if own := Due(nets[i], rate); due-own > 1 || own-due > 1 {
				t.Fatalf("%d at %v: %d, alone %d", nets[i], rate, due, own)
			}
		}
		if got != Due(sum, rate) {
			t.Fatalf("%v at %v: rows %d, day %d", nets, rate, got, Due(sum, rate))
		}
	}
	if got := Split([]int64{14, 14, 12}, 0.1); !reflect.DeepEqual(got, []int64{2, 1, 1}) { // 1.4 + 1.4 + 1.2 = 4: the earlier of the two largest
		t.Errorf("%v", got)
	}
}

func order(id string, amount int64, status string) Order {
	o := Order{ID: id}
	o.Add(Line{Status: status, Sold: status == "paid", Amount: amount})
	return o
}

func TestEveryDifferenceHasItsName(t *testing.T) {
	half := Order{ID: "half"}
	half.Add(Line{Status: "paid", Sold: true, Amount: 1000})
	half.Add(Line{Status: "refunded", Amount: 500})
	orders := Pick([]Order{order("same", 1000, "paid"), order("ours", 2000, "paid"), order("more", 1000, "paid"), half, order("none", 700, "refunded"), order("moved", 900, "refunded"),
		order("cut", 1000, "paid"), order("extra", 1000, "paid"), order("tomorrow", 800, "paid"), order("open", 5, "placed"), order("fen", 995, "paid")}, 0.1)
	row := func(id string, on time.Time, paid, refunded, due int64) Row {
		return Row{OrderID: id, Day: on, Paid: paid, Refunded: refunded, Commission: due, Known: true}
	}
	rows := []Row{row("same", day, 1000, 0, 100), row("more", day, 1200, 0, 120), row("half", day, 1500, 300, 120), row("none", day, 700, 0, 70), row("moved", day, 900, 0, 90),
		row("moved", next, 0, 900, -90), row("cut", day, 1000, 0, 50), row("extra", day, 1000, 400, 60), row("tomorrow", next, 800, 0, 80), row("theirs", day, 300, 0, 30), row("fen", day, 995, 0, 99)}
	rows = append(rows, Row{OrderID: "before", Day: day, Refunded: 250, Commission: -25, Known: true, OurDay: day.AddDate(0, 0, -3)})
	got := map[string]string{}
	for _, d := range Compare(day, orders, rows, 0.1) {
		got[d.OrderID] += fmt.Sprintf("%s %d %d;", d.Kind, d.Net, d.Due)
		if d.OrderID == "moved" && !d.Day.Equal(next) || d.OrderID == "before" && !d.Day.Equal(day.AddDate(0, 0, -3)) {
			t.Errorf("%+v does not name its day", d)
		}
	}
	want := map[string]string{
		"ours": "only_ours -2000 -200;", "more": "paid 200 20;", "half": "refund 200 20;", "none": "refund_missing 700 70;", "moved": "refund_other_day 900 90;",
		"cut": "commission 0 -50;", "extra": "refund_extra -400 -40;", "tomorrow": "paid_other_day -800 -80;", "theirs": "only_theirs 300 30;", "before": "order_other_day -250 -25;",
		"fen": "commission_rounding 0 -1;",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %v\nwant %v", got, want)
	}
}

// TestOursPlusTheDifferencesIsTheirs: on statements drawn at random the bridge holds to the fen, in sales and in commission.
func TestOursPlusTheDifferencesIsTheirs(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	for range 300 {
		rate := float64(50+r.IntN(150)) / 1000
		var all []Order
		var rows []Row
		for i := range r.IntN(30) {
			o := Order{ID: fmt.Sprint(i)}
			for range 1 + r.IntN(3) {
				status := []string{"paid", "refunded", "cancelled"}[r.IntN(3)]
				o.Add(Line{Status: status, Sold: status == "paid", Amount: r.Int64N(5000)})
			}
			all = append(all, o)
			for range r.IntN(3) {
				rows = append(rows, Row{OrderID: o.ID, Day: day.AddDate(0, 0, r.IntN(2)), Paid: r.Int64N(2) * r.Int64N(9000), Refunded: r.Int64N(2) * r.Int64N(900), Commission: r.Int64N(900) - 100, Known: true})
			}
		}
		for i := range r.IntN(4) {
			rows = append(rows, Row{OrderID: fmt.Sprint("x", i), Day: day, Paid: r.Int64N(900), Known: true})
		}
		orders := Pick(all, rate)
		ours, theirs := Total(orders), Theirs(day, rows)
		for _, b := range Totals(Compare(day, orders, rows, rate)) {
			ours.Sold += b.Net
			ours.Due += b.Due
		}
		if len(rows) > 0 && (ours.Sold != theirs.Sold || ours.Due != theirs.Due) {
			t.Fatalf("ours with the differences %d and %d, theirs %d and %d", ours.Sold, ours.Due, theirs.Sold, theirs.Due)
		}
	}
}

func event(id, orderID, status string, at time.Time, on time.Time, stored time.Time, lines ...int64) Event {
	e := Event{EventID: id, OrderID: orderID, Status: status, At: at, BusinessDay: on, IngestedAt: stored}
	for i := 0; i+1 < len(lines); i += 2 {
		e.Products, e.Quantities = append(e.Products, fmt.Sprint("p", i)), append(e.Quantities, lines[i]*1000)
		e.Prices, e.Discounts = append(e.Prices, lines[i+1]), append(e.Discounts, 0)
	}
	return e
}

func TestWhatCameLate(t *testing.T) {
	noon, close := day.Add(12*time.Hour), next.Add(2*time.Hour)
	events := []Event{
		event("1", "quiet", "paid", noon, day, noon, 1, 1000), event("2", "quiet", "picked_up", noon.Add(20*time.Hour), next, close.Add(6*time.Hour)),
		event("3", "back", "paid", noon, day, noon, 1, 1000), event("4", "back", "refunded", next.Add(9*time.Hour), next, next.Add(9*time.Hour)),
		event("5", "slow", "paid", noon, day, close.Add(time.Hour), 2, 300),
		event("6", "other day", "paid", next.Add(time.Hour), next, close.Add(time.Hour), 1, 5),
	}
	now := Fold(events)
	got := Late(day, Fold(UpTo(events, close)), now)
	if len(got) != 2 || got[0].Kind != LateEvent || got[0].OrderID != "slow" || got[0].Net != 600 || got[1].Kind != RefundLater || got[1].Net != -1000 || !got[1].Day.Equal(next) {
		t.Errorf("%+v", got)
	}
	wrong := order("quiet", 990, "paid")
	for _, c := range []struct {
		made time.Time
		want string
	}{
		{close, "no_events:ghost 5;pending:back 1000;pending:slow -600;line_sum:quiet -10;"},
		{close.Add(24 * time.Hour), "no_events:ghost 5;not_counted:slow -600;line_sum:quiet -10;state:back 1000;"},
	} {
		text := ""
		for _, d := range Check(day, []Order{wrong, order("back", 1000, "paid"), order("ghost", 5, "paid")}, now, c.made) {
			text += fmt.Sprintf("%s:%s %d;", d.Kind, d.OrderID, d.Net)
		}
		if text != c.want {
			t.Errorf("\n got %s\nwant %s", text, c.want)
		}
	}
}
