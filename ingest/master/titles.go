package master

import "slices"

// moneyColumns may also be given in yuan, with _yuan behind the name.
var moneyColumns = []string{"price", "cost", "unit_cost", "revenue", "paid", "refunded", "commission"}

// titleOf is what a column is called in Chinese spreadsheets, and in messages.
var titleOf = map[string]string{
	"store_id": "门店编号", "name": "名称", "timezone": "时区", "city": "城市", "latitude": "纬度", "longitude": "经度", "opened_on": "开业日期",
	"cutoff_hour": "截单时间", "owner": "店主", "commission_rate": "佣金比例",
	"community_id": "社区编号", "households": "户数",
	"product_id": "商品编号", "name_en": "英文名称", "category": "品类", "brand": "品牌", "unit": "单位", "price": "售价(分)", "price_yuan": "售价",
	"cost": "成本(分)", "cost_yuan": "成本", "shelf_life_days": "保质期", "pack_size": "起订量", "supplier": "供应商", "lead_time_days": "到货天数",
	"sensitive": "敏感", "storage": "温层",
	"campaign_id": "开团编号", "starts_at": "开团时间", "ends_at": "截单时刻", "pickup_date": "自提日期", "group_size": "成团人数",
	"movement_id": "单据编号", "event_time": "时间", "business_day": "日期", "kind": "类型", "quantity": "数量", "unit_cost": "单价(分)", "unit_cost_yuan": "单价",
	"stockout": "缺货比例", "revenue": "销售额(分)", "revenue_yuan": "销售额",
	"order_id": "订单编号", "paid": "实付(分)", "paid_yuan": "实付金额", "refunded": "退款(分)", "refunded_yuan": "退款金额", "commission": "佣金(分)", "commission_yuan": "佣金",
}

// moreTitles are other names in use.
var moreTitles = map[string][]string{
	"store_id": {"门店ID", "店铺编号"}, "owner": {"团长"}, "community_id": {"小区编号", "社区ID"}, "product_id": {"商品ID", "商品编码", "货号", "SKU"},
	"category": {"分类", "类目", "商品分类", "品类编码"}, "price_yuan": {"价格", "价格(元)", "售价(元)", "零售价"}, "cost_yuan": {"成本价", "成本(元)", "进价", "采购价"},
	"unit_cost_yuan": {"单价(元)"}, "revenue_yuan": {"销售额(元)"}, "shelf_life_days": {"保质期(天)"}, "pack_size": {"包装规格"}, "households": {"住户数"},
	"quantity": {"件数"}, "event_time": {"发生时间"}, "business_day": {"营业日"}, "campaign_id": {"活动编号"},
	"order_id": {"订单号", "订单ID"}, "paid_yuan": {"实付", "实付(元)", "实付金额(元)", "支付金额", "订单金额"}, "refunded_yuan": {"退款", "退款(元)", "退款金额(元)"}, "commission_yuan": {"佣金(元)", "佣金金额"},
}

// words are the Chinese words for values.
var words = map[string]string{
	"入库": StockReceipt, "收货": StockReceipt, "到货": StockReceipt, "报损": StockWaste, "损耗": StockWaste, "盘点": StockCount, "调拨": StockTransfer, "售罄": StockSoldOut,
	"常温": "ambient", "冷藏": "chilled", "冷冻": "frozen",
}

func (s *spec[T]) known() []string {
	out := slices.Concat(s.required, s.optional)
	for _, name := range moneyColumns {
		if slices.Contains(out, name) {
			out = append(out, name+"_yuan")
		}
	}
	return out
}

// titles are the Chinese titles of this kind's columns.
func (s *spec[T]) titles() map[string]string {
	out := map[string]string{}
	for _, name := range s.known() {
		for _, title := range append(moreTitles[name], titleOf[name]) {
			if title != "" {
				out[title] = name
			}
		}
	}
	for title, name := range s.own {
		out[title] = name
	}
	return out
}
