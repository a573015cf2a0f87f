package master

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"
)

// spec says how the rows of one kind are read.
type spec[T Row] struct {
	required   []string // columns that the file must have
	optional   []string
	keyColumns []string
	own        map[string]string // titles that mean something else here than elsewhere
	key        func(*T) string
	decode     func(*fields) T
}

var storeSpec = spec[Store]{
	required:   []string{"store_id", "name"},
	optional:   []string{"timezone", "city", "latitude", "longitude", "opened_on", "cutoff_hour", "owner", "commission_rate"},
	keyColumns: []string{"store_id"},
	own:        map[string]string{"门店": "name", "门店名称": "name"},
	key:        func(s *Store) string { return s.StoreID },
	decode: func(f *fields) Store {
		return Store{StoreID: f.id("store_id"), Name: f.name(), Timezone: f.zone("timezone"), City: f.text("city"),
			Latitude: f.float("latitude", -90, 90, 0), Longitude: f.float("longitude", -180, 180, 0), OpenedOn: f.day("opened_on"),
			CutoffHour: uint8(f.whole("cutoff_hour", 23, 23)), Owner: f.text("owner"), CommissionRate: f.float("commission_rate", 0, 1, 0.1)}
	},
}

var communitySpec = spec[Community]{
	required:   []string{"community_id", "name", "store_id"},
	optional:   []string{"latitude", "longitude", "households"},
	keyColumns: []string{"community_id"},
	own:        map[string]string{"社区": "name", "小区": "name", "社区名称": "name", "小区名称": "name"},
	key:        func(c *Community) string { return c.CommunityID },
	decode: func(f *fields) Community {
		return Community{CommunityID: f.id("community_id"), Name: f.name(), StoreID: f.id("store_id"),
			Latitude: f.float("latitude", -90, 90, 0), Longitude: f.float("longitude", -180, 180, 0), Households: uint32(f.whole("households", 10_000_000, 0))}
	},
}

var productSpec = spec[Product]{
	required: []string{"product_id", "name", "category", "price"},
	optional: []string{"name_en", "brand", "unit", "cost", "shelf_life_days", "pack_size", "supplier", "lead_time_days", "sensitive", "storage"},
	own:      map[string]string{"商品": "name", "商品名称": "name", "品名": "name"}, keyColumns: []string{"product_id"},
	key: func(p *Product) string { return p.ProductID },
	decode: func(f *fields) Product {
		p := Product{ProductID: f.id("product_id"), Name: f.name(), NameEN: f.text("name_en"), Category: f.id("category"),
			Brand: f.text("brand"), Unit: f.text("unit"), Price: f.price("price"), Cost: f.money("cost"),
			ShelfLifeDays: uint16(f.whole("shelf_life_days", 65535, 0)), PackSize: f.quantity("pack_size", 0, 1), Supplier: f.text("supplier"),
			LeadTimeDays: uint8(f.whole("lead_time_days", 255, 1)), Sensitive: f.flag("sensitive")}
		if f.text("storage") != "" {
			p.Storage = f.choice("storage", "ambient", "chilled", "frozen")
		}
		if p.PackSize.Sign() == 0 {
			f.failf("pack_size", "0 cannot be delivered: give 1 or leave it empty")
		}
		return p
	},
}

var categorySpec = spec[Category]{
	required:   []string{"category", "name"},
	optional:   []string{"name_en", "sensitive"},
	keyColumns: []string{"category"},
	own:        map[string]string{"品类名称": "name", "类别名称": "name"},
	key:        func(c *Category) string { return c.Category },
	decode: func(f *fields) Category {
		return Category{Category: f.id("category"), Name: f.name(), NameEN: f.text("name_en"), Sensitive: f.flag("sensitive")}
	},
}

var campaignSpec = spec[Campaign]{
	required:   []string{"campaign_id", "product_id", "starts_at", "ends_at", "price"},
	optional:   []string{"name", "store_id", "pickup_date", "group_size"},
	keyColumns: []string{"campaign_id"},
	own:        map[string]string{"开团名称": "name", "活动名称": "name"},
	key:        func(c *Campaign) string { return c.CampaignID },
	decode: func(f *fields) Campaign {
		c := Campaign{CampaignID: f.id("campaign_id"), Name: f.text("name"), StoreID: f.optionalID("store_id"), ProductID: f.id("product_id"),
			PickupDate: f.day("pickup_date"), Price: f.price("price"), GroupSize: uint16(f.whole("group_size", 65535, 0))}
		c.StartsAt, c.EndsAt = f.instant("starts_at", c.StoreID), f.instant("ends_at", c.StoreID)
		if !c.EndsAt.After(c.StartsAt) {
			f.failf("ends_at", "is not after starts_at")
		}
		return c
	},
}

var stockSpec = spec[Stock]{
	required:   []string{"store_id", "product_id", "kind"},
	optional:   []string{"movement_id", "event_time", "business_day", "quantity", "unit_cost"},
	keyColumns: []string{"movement_id"},
	key: func(s *Stock) string {
		return joined(s.StoreID, s.ProductID, s.BusinessDay.Format(time.DateOnly), s.MovementID)
	},
	decode: decodeStock,
}

// decodeStock takes movements by the instant or by the day alone, which then counts from the store's midnight.
func decodeStock(f *fields) Stock {
	s := Stock{StoreID: f.id("store_id"), ProductID: f.id("product_id"), UnitCost: f.money("unit_cost"),
		Kind: f.choice("kind", StockReceipt, StockWaste, StockCount, StockTransfer, StockSoldOut)}
	zone := f.zoneOf(s.StoreID)
	switch {
	case f.row.Has("event_time"):
		s.EventTime = f.instant("event_time", s.StoreID)
		y, m, d := s.EventTime.In(zone).Date()
		s.BusinessDay = time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
		if f.row.Has("business_day") {
			s.BusinessDay = f.day("business_day")
		}
	case f.row.Has("business_day"):
		s.BusinessDay = f.day("business_day")
		y, m, d := s.BusinessDay.Date()
		s.EventTime = time.Date(y, m, d, 0, 0, 0, 0, zone).UTC()
	default:
		f.failf("event_time", "is empty, and so is business_day")
	}
	low := int64(0)
	if s.Kind == StockTransfer {
		low = -maxMoney
	}
	if s.Kind != StockSoldOut && !f.row.Has("quantity") {
		f.failf("quantity", "is empty")
	}
	s.Quantity = f.quantity("quantity", low, 0)
	if s.MovementID = f.optionalID("movement_id"); s.MovementID == "" {
		sum := sha256.Sum256([]byte(joined(s.StoreID, s.ProductID, s.EventTime.Format(time.RFC3339Nano), s.Kind, s.Quantity.String(), strconv.FormatInt(s.UnitCost, 10))))
		s.MovementID = "h-" + hex.EncodeToString(sum[:16])
	}
	return s
}

var salesSpec = spec[SalesDay]{
	required:   []string{"store_id", "product_id", "business_day", "quantity"},
	optional:   []string{"stockout", "revenue"},
	keyColumns: []string{"store_id", "product_id", "business_day"},
	own:        map[string]string{"数量": "quantity", "销量": "quantity", "date": "business_day"},
	key:        func(s *SalesDay) string { return joined(s.StoreID, s.ProductID, s.BusinessDay.Format(time.DateOnly)) },
	decode: func(f *fields) SalesDay {
		s := SalesDay{StoreID: f.id("store_id"), ProductID: f.id("product_id"), BusinessDay: f.day("business_day"),
			Quantity: f.float("quantity", 0, maxMoney, 0), Stockout: f.float("stockout", 0, 1, 0), Revenue: f.money("revenue")}
		for _, name := range []string{"business_day", "quantity"} {
			if !f.row.Has(name) {
				f.failf(name, "is empty")
			}
		}
		return s
	},
}
