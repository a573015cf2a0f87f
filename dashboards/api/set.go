package api

import (
	"slices"

	"github.com/linli-project/linli/dashboards/account"
)

// Set is one table of the interface: the view v_<name>, read by the query api/<name>.
type Set struct {
	Name     string
	Summary  string
	Chain    bool // has rows of the whole chain, which owners may not read
	Snapshot bool // made anew each night: a day asks for the newest one up to it, not for a span
	Timeless bool // has no days
	Category bool // can be cut by category
	Product  bool // and by product
	NoStore  bool // has no stores to cut by
}

// Sets are all tables, in the order of the document.
var Sets = []Set{
	{Name: "store", Summary: "Stores", Timeless: true},
	{Name: "sales_day", Summary: "The chain by day", Chain: true, NoStore: true},
	{Name: "store_day", Summary: "Stores by day"},
	{Name: "category_day", Summary: "Categories by store and day", Category: true},
	{Name: "product_day", Summary: "Products by store and day", Category: true, Product: true},
	{Name: "hour", Summary: "Orders by store, day and hour"},
	{Name: "funnel_day", Summary: "From impression to pickup"},
	{Name: "share_day", Summary: "What shares brought"},
	{Name: "order_sheet", Summary: "What each store should order", Snapshot: true},
	{Name: "recommendation", Summary: "Range advice", Snapshot: true, Category: true},
	{Name: "advice", Summary: "What advice was worth", Snapshot: true},
	{Name: "forecast_accuracy", Summary: "Forecasts against sales", Category: true},
	{Name: "forecast_alarm", Summary: "Forecasts worse than repeating last week"},
	{Name: "repurchase", Summary: "How soon buyers buy again", Snapshot: true},
	{Name: "retention", Summary: "Cohorts", Snapshot: true},
	{Name: "leader", Summary: "Sharers and what they bring", Snapshot: true},
	{Name: "viral", Summary: "How far shares carry", Snapshot: true},
}

// Path of the set.
func (s Set) Path() string { return "/api/v1/" + s.Name }

// allows says whether a role may read the set.
func (s Set) allows(role string) bool { return slices.Contains(s.roles(), role) }

func (s Set) roles() []string {
	if s.Chain {
		return []string{account.Merchandiser, account.Manager}
	}
	return []string{account.Owner, account.Merchandiser, account.Manager}
}
