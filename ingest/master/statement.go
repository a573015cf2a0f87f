package master

import (
	"path/filepath"
	"time"
)

// A statement is read as the platform exports it: a row per order and day, refunds above or below 0. A file may hold many stores.
var statementSpec = spec[Statement]{
	required:   []string{"store_id", "business_day", "order_id", "paid"},
	optional:   []string{"refunded", "commission"},
	keyColumns: []string{"store_id", "business_day", "order_id"},
	own:        map[string]string{"date": "business_day", "结算日期": "business_day", "结算日": "business_day", "门店": "store_id"},
	key:        func(s *Statement) string { return joined(s.StoreID, s.BusinessDay.Format(time.DateOnly), s.OrderID) },
	decode: func(f *fields) Statement {
		s := Statement{StoreID: f.id("store_id"), BusinessDay: f.day("business_day"), OrderID: f.id("order_id"), Paid: f.signed("paid"),
			Refunded: f.signed("refunded"), Commission: f.signed("commission"), Source: filepath.Base(f.in.path)}
		if s.Refunded < 0 {
			s.Refunded = -s.Refunded
		}
		if f.row.Has("commission") || f.row.Has("commission_yuan") {
			s.CommissionKnown = 1
		}
		if !f.row.Has("business_day") {
			f.failf("business_day", "is empty")
		}
		if may := f.in.opt.May; may != nil && !may(s.StoreID) { // asked first: whether there is such a store is not told
			f.failf("store_id", "the store %q is not yours", s.StoreID)
		}
		if _, known := f.in.zones[s.StoreID]; !known && len(f.in.zones) > 0 {
			f.failf("store_id", "there is no store %q: linli import stores first", s.StoreID)
		}
		if sum := f.in.opt.sum; sum != nil {
			sum.add(s)
		}
		return s
	},
}

// signed reads money that may be below 0: fen, or yuan from the column with _yuan behind its name.
func (f *fields) signed(name string) int64 {
	if yuan := name + "_yuan"; f.row.Has(yuan) {
		if f.row.Has(name) {
			f.failf(yuan, "%s is given too, in fen: keep one of the two", name)
		}
		return f.decimal(yuan, 2, -maxMoney, maxMoney, 0)
	}
	return f.decimal(name, 0, -maxMoney, maxMoney, 0)
}
