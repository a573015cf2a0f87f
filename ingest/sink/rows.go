package sink

import (
	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/sql/native"
)

// rows are the columns of a raw table, filled event by event in ClickHouse's own layout.
type rows struct {
	block native.Block

	id, user, share                                native.String
	store, community, campaign                     *native.LowCardinality
	hash                                           *native.Fixed[uint64]
	at                                             *native.Fixed[int64]
	day                                            *native.Fixed[uint16]
	hour                                           *native.Fixed[uint8]
	partition                                      *native.Fixed[int32]
	offset                                         *native.Fixed[int64]
	topic                                          *native.LowCardinality
	ingested                                       *native.Fixed[int64]
	epoch                                          *native.Fixed[uint64]
	product, action, status, channel               *native.LowCardinality
	session, order, parent                         native.String
	pickup                                         *native.Fixed[uint16]
	lineProduct                                    native.String
	lineQuantity, linePrice, lineDiscount          *native.Fixed[int64]
	lineProducts, quantities, unitPrices, discount *native.Array

	extra  func(*event.Record) // appends what only this type of event has
	clocks *clocks
	clock  []*clock // by place in the dictionary of store
}

const instantType = "DateTime64(3, 'UTC')"

func newRows(typ event.Type) *rows {
	r := &rows{
		store: native.NewLowCardinality(), community: native.NewLowCardinality(), campaign: native.NewLowCardinality(), topic: native.NewLowCardinality(),
		hash: native.NewFixed[uint64]("UInt64"), at: native.NewFixed[int64](instantType), day: native.NewFixed[uint16]("Date"), hour: native.NewFixed[uint8]("UInt8"),
		partition: native.NewFixed[int32]("Int32"), offset: native.NewFixed[int64]("Int64"), ingested: native.NewFixed[int64](instantType),
		epoch: native.NewFixed[uint64]("UInt64"),
	}
	for _, c := range []struct {
		name   string
		column native.Column
	}{
		{"event_id", &r.id}, {"id_hash", r.hash}, {"event_time", r.at}, {"business_day", r.day}, {"hour", r.hour}, {"user_id", &r.user},
		{"store_id", r.store}, {"community_id", r.community}, {"campaign_id", r.campaign}, {"share_id", &r.share},
		{"ingested_at", r.ingested}, {"_topic", r.topic}, {"_partition", r.partition}, {"_offset", r.offset},
		{"epoch", r.epoch},
	} {
		r.block.Add(c.name, c.column)
	}
	switch typ {
	case event.TypeClick:
		r.clicks()
	case event.TypeOrder:
		r.orders()
	default:
		r.shares()
	}
	return r
}

func (r *rows) clicks() {
	r.action, r.product = native.NewLowCardinality(), native.NewLowCardinality()
	r.block.Add("session_id", &r.session)
	r.block.Add("action", r.action)
	r.block.Add("product_id", r.product)
	r.extra = func(e *event.Record) {
		r.session.Append(e.SessionID)
		r.action.Append(e.Action)
		r.product.Append(e.ProductID)
	}
}

func (r *rows) shares() {
	r.channel, r.product = native.NewLowCardinality(), native.NewLowCardinality()
	r.block.Add("parent_share_id", &r.parent)
	r.block.Add("product_id", r.product)
	r.block.Add("channel", r.channel)
	r.extra = func(e *event.Record) {
		r.parent.Append(e.ParentShareID)
		r.product.Append(e.ProductID)
		r.channel.Append(e.Channel)
	}
}

func (r *rows) orders() {
	r.status, r.pickup = native.NewLowCardinality(), native.NewFixed[uint16]("Date")
	r.lineQuantity, r.linePrice, r.lineDiscount = native.NewFixed[int64]("Decimal(18, 3)"), native.NewFixed[int64]("Int64"), native.NewFixed[int64]("Int64")
	r.lineProducts, r.quantities = native.NewArray(&r.lineProduct), native.NewArray(r.lineQuantity)
	r.unitPrices, r.discount = native.NewArray(r.linePrice), native.NewArray(r.lineDiscount)
	r.block.Add("order_id", &r.order)
	r.block.Add("status", r.status)
	r.block.Add("pickup_date", r.pickup)
	r.block.Add("lines.product_id", r.lineProducts)
	r.block.Add("lines.quantity", r.quantities)
	r.block.Add("lines.unit_price", r.unitPrices)
	r.block.Add("lines.discount", r.discount)
	r.extra = func(e *event.Record) {
		r.order.Append(e.OrderID)
		r.status.Append(e.Status)
		r.pickup.Append(uint16(max(0, e.PickupDay)))
		for i := range e.Lines {
			l := &e.Lines[i]
			r.lineProduct.Append(l.ProductID)
			r.lineQuantity.Append(l.Quantity)
			r.linePrice.Append(l.UnitPrice)
			r.lineDiscount.Append(l.Discount)
		}
		for _, a := range []*native.Array{r.lineProducts, r.quantities, r.unitPrices, r.discount} {
			a.Close()
		}
	}
}

// append adds an event with its coordinates, and gives its business day.
func (r *rows) append(e *event.Record, hash uint64, partition int32, offset int64) (day uint16) {
	place := int(r.store.Append(e.StoreID))
	if place == len(r.clock) {
		r.clock = append(r.clock, r.clocks.store(e.StoreID))
	}
	day, hour := r.clock[place].local(e.Time)
	r.day.Append(day)
	r.hour.Append(hour)
	r.id.Append(e.ID)
	r.hash.Append(hash)
	r.at.Append(e.Time)
	r.user.Append(e.UserID)
	r.community.Append(e.CommunityID)
	r.campaign.Append(e.CampaignID)
	r.share.Append(e.ShareID)
	r.partition.Append(partition)
	r.offset.Append(offset)
	r.extra(e)
	return day
}

// reset empties the rows; business days will be told by these clocks.
func (r *rows) reset(c *clocks) {
	r.block.Reset()
	r.clocks, r.clock = c, r.clock[:0]
}

// seal fills in what all rows have in common.
func (r *rows) seal(topic string, instant int64, epoch uint64) {
	n := r.len()
	r.topic.Fill(topic, n)
	r.ingested.Values = r.ingested.Values[:0]
	r.ingested.Fill(instant, n)
	r.epoch.Values = r.epoch.Values[:0]
	r.epoch.Fill(epoch, n)
}

func (r *rows) len() int { return len(r.hash.Values) }

// table is the raw table of an event type; "order" is a word of SQL.
func table(typ event.Type) string {
	if typ == event.TypeOrder {
		return "order_event"
	}
	return string(typ)
}

// entrance is the table by which rows get into the raw table, if their sender still owns the partitions.
func entrance(typ event.Type) string { return table(typ) + "_in" }
