package simulate

import (
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/master"
)

// TestStockIsConserved books movements and orders in time order, as a job that knows nothing of the simulator would: goods
// leave with picked_up, except lines refunded before. Each count must find what the books say; nothing goes below zero.
func TestStockIsConserved(t *testing.T) {
	w := world(t, Small())
	type key struct{ store, product string }
	type entry struct {
		at    time.Time
		key   key
		count bool
		move  decimal.Decimal
	}
	service := map[string]bool{}
	for _, p := range w.Master().Products {
		service[p.ProductID] = p.Category == "service"
	}
	var book []entry
	lines := map[string][]event.Line{}
	soldOut := 0
	for d := range w.Today() + 1 {
		day := w.Day(d)
		for _, m := range day.Stock {
			q := m.Quantity
			switch m.Kind {
			case master.StockWaste:
				q = q.Neg()
			case master.StockSoldOut:
				soldOut++
			}
			book = append(book, entry{m.EventTime, key{m.StoreID, m.ProductID}, m.Kind == master.StockCount, q})
		}
		for _, e := range day.Events {
			o, ok := e.(*event.Order)
			if !ok {
				continue
			}
			switch o.Status {
			case "placed":
				lines[o.OrderID] = o.Lines
			case "refunded":
				lines[o.OrderID] = slices.DeleteFunc(slices.Clone(lines[o.OrderID]), func(l event.Line) bool { return slices.Contains(o.Lines, l) })
			case "picked_up":
				for _, l := range lines[o.OrderID] {
					if !service[l.ProductID] {
						book = append(book, entry{o.Time, key{o.StoreID, l.ProductID}, false, decimal.New(-l.Quantity, -3)})
					}
				}
			}
		}
	}
	slices.SortStableFunc(book, func(a, b entry) int { return a.at.Compare(b.at) })
	onHand := map[key]decimal.Decimal{}
	counts := 0
	for _, e := range book {
		have, counted := onHand[e.key]
		switch {
		case e.count && counted:
			counts++
			if !have.Equal(e.move) {
				t.Fatalf("%v: counted %s on %s, the books say %s", e.key, e.move, e.at, have)
			}
		case e.count:
			onHand[e.key] = e.move
		case !counted && !e.move.IsZero():
			t.Fatalf("%v moved on %s before its first count", e.key, e.at)
		default:
			if onHand[e.key] = have.Add(e.move); onHand[e.key].IsNegative() {
				t.Fatalf("%v: %s on hand on %s", e.key, onHand[e.key], e.at)
			}
		}
	}
	if counts < 100 || soldOut < 10 {
		t.Errorf("%d counts and %d times sold out: too few to say anything", counts, soldOut)
	}
}

func TestMovementsAreUniqueAndInTurn(t *testing.T) {
	w := world(t, Small())
	seen := map[string]bool{}
	for d := range w.Today() + 1 {
		day := w.Day(d)
		last := day.Date
		for _, m := range day.Stock {
			if seen[m.MovementID] || m.EventTime.Before(last) || m.Quantity.IsNegative() {
				t.Fatalf("day %d: %+v", d, m)
			}
			seen[m.MovementID], last = true, m.EventTime
		}
	}
}
