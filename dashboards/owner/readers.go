package owner

import (
	"context"
	"time"

	"github.com/linli-project/linli/dashboards/table"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

type reader func(context.Context, *sql.DB, words.Printer, sql.Params) (*table.Table, error)

var readers = map[string]reader{
	"aggregation": aggregation, "purchase": purchase, "products": products, "sorting": sorting, "delivery": delivery, "redemption": redemption,
}

func aggregation(ctx context.Context, db *sql.DB, p words.Printer, params sql.Params) (*table.Table, error) {
	var rows []struct {
		ProductID string    `ch:"product_id"`
		Name      string    `ch:"name"`
		NameEn    string    `ch:"name_en"`
		Unit      string    `ch:"unit"`
		Supplier  string    `ch:"supplier"`
		Pickup    time.Time `ch:"pickup_date"`
		Units     float64   `ch:"units"`
		Orders    uint64    `ch:"orders"`
		Amount    int64     `ch:"amount"`
	}
	err := db.Select(ctx, &rows, "owner/aggregation", params)
	t := table.New(p.T("list.aggregation"), table.Text(p.T("product.name")), table.Number(p.T("col.units")), table.Text(p.T("product.unit")),
		table.Number(p.T("col.orders")), table.Money(p.T("col.amount", p.Yuan())), table.Text(p.T("col.supplier")), table.Day(p.T("col.pickup")))
	for _, r := range rows {
		t.Add(p.Pick(r.Name, r.NameEn), r.Units, p.Unit(r.Unit), float64(r.Orders), r.Amount, r.Supplier, r.Pickup)
	}
	return t, err
}

func sorting(ctx context.Context, db *sql.DB, p words.Printer, params sql.Params) (*table.Table, error) {
	var rows []struct {
		OrderID     string    `ch:"order_id"`
		Customer    string    `ch:"customer"`
		CommunityID string    `ch:"community_id"`
		Community   string    `ch:"community"`
		ProductID   string    `ch:"product_id"`
		Name        string    `ch:"name"`
		NameEn      string    `ch:"name_en"`
		Unit        string    `ch:"unit"`
		Quantity    float64   `ch:"quantity"`
		Pickup      time.Time `ch:"pickup_date"`
		Status      string    `ch:"status"`
	}
	err := db.Select(ctx, &rows, "owner/sorting", params)
	t := table.New(p.T("list.sorting"), table.Text(p.T("col.customer")), table.Text(p.T("product.name")), table.Number(p.T("col.units")),
		table.Text(p.T("product.unit")), table.Text(p.T("col.community")), table.Text(p.T("col.order")), table.Text(p.T("col.status")), table.Day(p.T("col.pickup")))
	for _, r := range rows {
		t.Add(r.Customer, p.Pick(r.Name, r.NameEn), r.Quantity, p.Unit(r.Unit), r.Community, tail(r.OrderID), p.Code("status", r.Status), r.Pickup)
	}
	return t, err
}

func delivery(ctx context.Context, db *sql.DB, p words.Printer, params sql.Params) (*table.Table, error) {
	var rows []struct {
		CommunityID string    `ch:"community_id"`
		Community   string    `ch:"community"`
		ProductID   string    `ch:"product_id"`
		Name        string    `ch:"name"`
		NameEn      string    `ch:"name_en"`
		Unit        string    `ch:"unit"`
		Pickup      time.Time `ch:"pickup_date"`
		Units       float64   `ch:"units"`
		Orders      uint64    `ch:"orders"`
	}
	err := db.Select(ctx, &rows, "owner/delivery", params)
	t := table.New(p.T("list.delivery"), table.Text(p.T("col.community")), table.Text(p.T("product.name")), table.Number(p.T("col.units")),
		table.Text(p.T("product.unit")), table.Number(p.T("col.orders")), table.Day(p.T("col.pickup")))
	for _, r := range rows {
		t.Add(r.Community, p.Pick(r.Name, r.NameEn), r.Units, p.Unit(r.Unit), float64(r.Orders), r.Pickup)
	}
	return t, err
}

// redemption is the list as a table, for files; the page has a button for each order.
func redemption(ctx context.Context, db *sql.DB, p words.Printer, params sql.Params) (*table.Table, error) {
	day, err := time.Parse(time.DateOnly, params["day"].(string))
	if err != nil {
		return nil, err
	}
	rows, err := waiting(ctx, db, params["store"].(string), day)
	t := table.New(p.T("list.redemption"), table.Text(p.T("col.customer")), table.Text(p.T("col.contents")), table.Number(p.T("col.units")),
		table.Money(p.T("col.amount", p.Yuan())), table.Text(p.T("col.community")), table.Text(p.T("col.order")), table.Text(p.T("col.status")), table.Day(p.T("col.pickup")))
	for _, r := range rows {
		state := p.Code("status", r.Status)
		if r.Ticked {
			state = p.T("pickup.ticked")
		}
		t.Add(r.Customer, p.Pick(r.Contents, r.ContentsEn), r.Units, r.Amount, r.Community, tail(r.OrderID), state, r.Pickup)
	}
	return t, err
}

// products is for sorting product by product: whose bags get it.
func products(ctx context.Context, db *sql.DB, p words.Printer, params sql.Params) (*table.Table, error) {
	var rows []struct {
		ProductID string    `ch:"product_id"`
		Name      string    `ch:"name"`
		NameEn    string    `ch:"name_en"`
		Unit      string    `ch:"unit"`
		Pickup    time.Time `ch:"pickup_date"`
		Units     float64   `ch:"units"`
		Bags      uint64    `ch:"bags"`
		BagList   string    `ch:"bag_list"`
	}
	err := db.Select(ctx, &rows, "owner/products", params)
	t := table.New(p.T("list.products"), table.Text(p.T("product.name")), table.Number(p.T("col.units")), table.Text(p.T("product.unit")),
		table.Number(p.T("col.bags")), table.Text(p.T("col.contents")), table.Day(p.T("col.pickup")))
	for _, r := range rows {
		t.Add(p.Pick(r.Name, r.NameEn), r.Units, p.Unit(r.Unit), float64(r.Bags), r.BagList, r.Pickup)
	}
	return t, err
}

// purchase is what to order of whom: the order sheet by supplier, with the quantities that people changed.
func purchase(ctx context.Context, db *sql.DB, p words.Printer, params sql.Params) (*table.Table, error) {
	var rows []struct {
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
	err := db.Select(ctx, &rows, "owner/purchase", params)
	t := table.New(p.T("list.purchase"), table.Text(p.T("col.supplier")), table.Text(p.T("product.name")), table.Number(p.T("sheet.quantity")), table.Text(p.T("product.unit")),
		table.Text(p.T("sheet.pack")), table.Number(p.T("yours.advised")), table.Number(p.T("sheet.booked")), table.Money(p.T("report.cost", p.Yuan())), table.Day(p.T("col.arrives")))
	for _, r := range rows {
		supplier, size := r.Supplier, p.Quantity(r.PackSize)
		if supplier == "" {
			supplier = p.T("col.nosupplier")
		}
		if r.PackSize > 0 {
			size = p.Quantity(r.Quantity/r.PackSize) + " × " + size
		}
		t.Add(supplier, p.Pick(r.Name, r.NameEn), r.Quantity, p.Unit(r.Unit), size, r.Advised, r.Booked, r.CostFen, r.Day)
	}
	return t, err
}

// tail is the end of an order's id, enough to find the order in the mini-program.
func tail(id string) string {
	runes := []rune(id)
	return string(runes[max(0, len(runes)-8):])
}
