package owner

import (
	"time"

	"github.com/linli-project/linli/dashboards/table"
	"github.com/linli-project/linli/dashboards/words"
)

// goods is what the lists say of a product.
type goods struct {
	ProductID string    `ch:"product_id"`
	Name      string    `ch:"name"`
	NameEn    string    `ch:"name_en"`
	Unit      string    `ch:"unit"`
	Pickup    time.Time `ch:"pickup_date"`
	Units     float64   `ch:"units"`
}

type total struct {
	goods
	Supplier string `ch:"supplier"`
	Orders   uint64 `ch:"orders"`
	Amount   int64  `ch:"amount"`
}

func aggregation(p words.Printer) ([]table.Column, func(total) []any) {
	return []table.Column{table.Text(p.T("product.name")), table.Number(p.T("col.units")), table.Text(p.T("product.unit")), table.Number(p.T("col.orders")),
			table.Money(p.T("col.amount", p.Yuan())), table.Text(p.T("col.supplier")), table.Day(p.T("col.pickup"))},
		func(r total) []any {
			return []any{p.Pick(r.Name, r.NameEn), r.Units, p.UnitOf(r.Units, r.Unit), float64(r.Orders), r.Amount, r.Supplier, r.Pickup}
		}
}

type sorted struct {
	goods
	OrderID     string `ch:"order_id"`
	Customer    string `ch:"customer"`
	CommunityID string `ch:"community_id"`
	Community   string `ch:"community"`
	Status      string `ch:"status"`
}

func sorting(p words.Printer) ([]table.Column, func(sorted) []any) {
	return []table.Column{table.Text(p.T("col.customer")), table.Text(p.T("product.name")), table.Number(p.T("col.units")), table.Text(p.T("product.unit")),
			table.Text(p.T("col.community")), table.Text(p.T("col.order")), table.Text(p.T("col.status")), table.Day(p.T("col.pickup"))},
		func(r sorted) []any {
			return []any{r.Customer, p.Pick(r.Name, r.NameEn), r.Units, p.UnitOf(r.Units, r.Unit), r.Community, tail(r.OrderID), p.Code("status", r.Status), r.Pickup}
		}
}

type delivered struct {
	goods
	CommunityID string `ch:"community_id"`
	Community   string `ch:"community"`
	Orders      uint64 `ch:"orders"`
}

func delivery(p words.Printer) ([]table.Column, func(delivered) []any) {
	return []table.Column{table.Text(p.T("col.community")), table.Text(p.T("product.name")), table.Number(p.T("col.units")), table.Text(p.T("product.unit")),
			table.Number(p.T("col.orders")), table.Day(p.T("col.pickup"))},
		func(r delivered) []any {
			return []any{r.Community, p.Pick(r.Name, r.NameEn), r.Units, p.UnitOf(r.Units, r.Unit), float64(r.Orders), r.Pickup}
		}
}

func pickups(p words.Printer) ([]table.Column, func(Waiting) []any) {
	return []table.Column{table.Text(p.T("col.customer")), table.Text(p.T("col.contents")), table.Number(p.T("col.units")), table.Money(p.T("col.amount", p.Yuan())),
			table.Text(p.T("col.community")), table.Text(p.T("col.order")), table.Text(p.T("col.status")), table.Day(p.T("col.pickup"))},
		func(r Waiting) []any {
			state := p.Code("status", r.Status)
			if r.Ticked {
				state = p.T("pickup.ticked")
			}
			return []any{r.Customer, r.Contents(p), r.Units, r.Amount, r.Community, tail(r.OrderID), state, r.Pickup}
		}
}

type bagged struct {
	goods
	Bags    uint64 `ch:"bags"`
	BagList string `ch:"bag_list"`
}

// products is for sorting product by product: whose bags get it.
func products(p words.Printer) ([]table.Column, func(bagged) []any) {
	return []table.Column{table.Text(p.T("product.name")), table.Number(p.T("col.units")), table.Text(p.T("product.unit")), table.Number(p.T("col.bags")),
			table.Text(p.T("col.contents")), table.Day(p.T("col.pickup"))},
		func(r bagged) []any {
			return []any{p.Pick(r.Name, r.NameEn), r.Units, p.UnitOf(r.Units, r.Unit), float64(r.Bags), r.BagList, r.Pickup}
		}
}

type bought struct {
	Supplier  string    `ch:"supplier"`
	ProductID string    `ch:"product_id"`
	Name      string    `ch:"name"`
	NameEn    string    `ch:"name_en"`
	Unit      string    `ch:"unit"`
	Day       time.Time `ch:"day"`
	Quantity  float64   `ch:"quantity"`
	Advised   float64   `ch:"advised"`
	PackSize  float64   `ch:"pack_size"`
	Booked    float64   `ch:"booked"`
	CostFen   int64     `ch:"cost_fen"`
}

// purchase is what to order of whom: the order sheet by supplier, with the quantities that people changed.
func purchase(p words.Printer) ([]table.Column, func(bought) []any) {
	return []table.Column{table.Text(p.T("col.supplier")), table.Text(p.T("product.name")), table.Number(p.T("sheet.quantity")), table.Text(p.T("product.unit")), table.Text(p.T("sheet.pack")),
			table.Number(p.T("yours.advised")), table.Number(p.T("sheet.booked")), table.Money(p.T("report.cost", p.Yuan())), table.Day(p.T("col.arrives"))},
		func(r bought) []any {
			supplier, size := r.Supplier, p.Quantity(r.PackSize)
			if supplier == "" {
				supplier = p.T("col.nosupplier")
			}
			if r.PackSize > 0 {
				size = p.Quantity(r.Quantity/r.PackSize) + " × " + size
			}
			return []any{supplier, p.Pick(r.Name, r.NameEn), r.Quantity, p.UnitOf(r.Quantity, r.Unit), size, r.Advised, r.Booked, r.CostFen, r.Day}
		}
}
