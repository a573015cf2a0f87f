package journey

import (
	"reflect"
	"testing"
	"time"

	"github.com/linli-project/linli/ingest/event"
)

func TestOrders(t *testing.T) {
	orders, err := Orders()
	if err != nil {
		t.Fatal(err)
	}
	loc, err := storeZone()
	if err != nil {
		t.Fatal(err)
	}
	var last time.Time
	var lines, baskets, empty int
	var revenue int64
	ids, households, places := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, o := range orders {
		baskets++
		lines += len(o.Lines)
		ids[o.ID], households[o.UserID], places[o.StoreID] = true, true, true
		for _, l := range o.Lines {
			revenue += l.Amount()
			if l.Quantity == 0 {
				empty++
			}
			if l.Amount() < 0 || l.Discount < 0 {
				t.Fatalf("%s: %+v", o.ID, l)
			}
		}
		if o.Time.Before(last) {
			t.Fatalf("%s stands after a later one", o.ID)
		}
		last = o.Time
		if day := o.Time.In(loc).Format(time.DateOnly); day != o.PickupDate || day < "2017-01-01" || day > "2017-12-31" {
			t.Fatalf("%s on %s", o.ID, day)
		}
		back, unknown, err := event.Decode(o.AppendJSON(nil), event.TypeOrder, time.Time{})
		if err != nil || unknown != 0 || !reflect.DeepEqual(back, o) {
			t.Fatalf("%s\n got %+v %v\nwant %+v", o.AppendJSON(nil), back, err, o)
		}
	}
	got := []int64{int64(lines), int64(baskets), int64(len(ids)), int64(len(households)), int64(len(places)), revenue, int64(empty)}
	if want := []int64{Lines, Baskets, Baskets, Households, StoreCount, Revenue, 416}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %d, want %d", got, want)
	}
}

func TestLineIsToTheCent(t *testing.T) {
	for name, c := range map[string]struct {
		p        purchase
		gasoline bool
		want     event.Line
	}{
		"discount":  {purchase{quantity: 2, paid: 1187, storeDiscount: 290}, false, event.Line{Quantity: 2000, UnitPrice: 739, Discount: 291}},
		"thirds":    {purchase{quantity: 3, paid: 100}, false, event.Line{Quantity: 3000, UnitPrice: 34, Discount: 2}},
		"given":     {purchase{quantity: 1, storeDiscount: 50}, false, event.Line{Quantity: 1000, UnitPrice: 50, Discount: 50}},
		"nothing":   {purchase{}, false, event.Line{}},
		"gallons":   {purchase{quantity: 11044, paid: 2800}, true, event.Line{Quantity: 11044, UnitPrice: 254, Discount: 5}},
		"prepaid":   {purchase{quantity: 1, paid: 2000}, true, event.Line{Quantity: 1000, UnitPrice: 2000}},
		"thousands": {purchase{quantity: 11044, paid: 2800}, false, event.Line{Quantity: 11044000, UnitPrice: 1, Discount: 8244}},
	} {
		if got := line(c.p, c.gasoline); got != c.want || got.Amount() != c.p.paid {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}

// TestNoClockDoubt: a local time in the hour that is skipped or repeated would not say the instant.
func TestNoClockDoubt(t *testing.T) {
	purchases, err := readPurchases()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range purchases {
		for _, shift := range []time.Duration{-time.Hour, time.Hour} {
			if other := p.at.Add(shift); other.Format(time.DateTime) == p.at.Format(time.DateTime) {
				t.Errorf("basket %s: %s could be %s", p.basket, p.at, other)
			}
		}
	}
}

func TestMaster(t *testing.T) {
	s, err := Master()
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Stores) != StoreCount || len(s.Communities) != StoreCount || len(s.Products) != 20_902 || len(s.Categories) != len(categories) {
		t.Error(len(s.Stores), len(s.Communities), len(s.Products), len(s.Categories))
	}
	count, names := map[string]int{}, map[string]bool{}
	var unpriced int
	for _, p := range s.Products {
		count[p.Category]++
		if names[p.Name] || p.Name == "" {
			t.Errorf("product %s: the name %q is not its own", p.ProductID, p.Name)
		}
		names[p.Name] = true
		if p.Price == 0 {
			unpriced++
		}
	}
	for _, c := range s.Categories {
		if count[c.Category] == 0 {
			t.Errorf("no product in %s", c.Category)
		}
		delete(count, c.Category)
	}
	if len(count) > 0 {
		t.Errorf("categories that are not there: %v", count)
	}
	if unpriced > 250 {
		t.Errorf("%d products without a price", unpriced)
	}
	again, err := Master()
	if err != nil || !reflect.DeepEqual(s, again) {
		t.Error("a second reading differs", err)
	}
	orders, err := Orders()
	if err != nil {
		t.Fatal(err)
	}
	goods := map[string]bool{}
	for _, p := range s.Products {
		goods[p.ProductID] = true
	}
	for _, o := range orders {
		for _, l := range o.Lines {
			if !goods[l.ProductID] {
				t.Fatalf("product %s is not described", l.ProductID)
			}
		}
	}
}

func BenchmarkOrders(b *testing.B) {
	for b.Loop() {
		if _, err := Orders(); err != nil {
			b.Fatal(err)
		}
	}
}
