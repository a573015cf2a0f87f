package sql_test

import (
	"fmt"
	"regexp"
	"strings"
)

// column is what a column of this name holds; ; stands between values, of which each row has one. A table may have its own.
var column = map[string]string{
	"store_id": "s1;s2", "scope_id": "s1;s2;", "community_id": "c1;c2;", "product_id": "p1;p2;p3;p4", "with_id": "p1;p2;p3;p4", "category": "k1;k2;", "city": "x;y",
	"status": "placed;paid;ready;picked_up;refunded", "scope": "chain;store", "channel": "wechat_group;moments", "decision": "accept;decline", "event": "all;other", "gain_unit": "fen;orders",
	"segment": "new;lost", "method": "labels;index", "storage": "cold;dry", "state": "keep;add;drop", "action": "add;drop;test;keep", "target": "t1", "kind": "range_add;range_drop;clearance;push",
	"fact_click.action": "impression;view;add_to_cart", "stock.kind": "receipt", "suggestion.kind": "range_add;range_drop;range_test;clearance", "range_gate.decision": "local;chain",
	"order_sheet.community_id": "c1", "category.category": "k1;k2", "product.category": "k1", "store_churn.store_id": "s1;", "level": "store;category;product", "leader_viral.community_id": ";c1",
}

// number is the least value of a column of this name and how many there are from it on.
var number = map[string][2]int{
	"horizon": {1, 3}, "sold": {0, 2}, "hour": {0, 24}, "radius_km": {3, 1}, "counted": {1, 1}, "keeps": {0, 2}, "stockout": {0, 2}, "buyers": {10, 30}, "community_buyers": {20, 30}, "price": {500, 900},
	"cost": {100, 300}, "quantity": {1, 40}, "amount": {100, 9000}, "undone": {0, 2}, "opted_out": {0, 2}, "removed": {0, 1}, "advised": {1, 40}, "locked": {0, 2}, "banned": {0, 2}, "half_by": {1, 9},
	"chain_rank": {0, 9}, "value_fen": {900, 90}, "waste_fen": {1, 90}, "gain_fen": {1, 400}, "shares": {0, 3}, "line": {1, 3}, "turn": {0, 99}, "orders": {1, 40},
}

var (
	enumValue      = regexp.MustCompile(`'([^']*)' = `)
	aggregateState = regexp.MustCompile(`^AggregateFunction\((\w+), (\w+)\)$`)
)

// value is an expression for a column, by its name and type: the same for the same day, row and salt.
func (w *dayWorld) value(table, name, kind string) string {
	hash := fmt.Sprintf("cityHash64('%s', x.1, x.2, i)", name)
	inner := regexp.MustCompile(`^(?:LowCardinality\(|SimpleAggregateFunction\(\w+, )(.*)\)$`).ReplaceAllString(kind, "$1")
	held, ok := column[table+"."+name]
	if !ok {
		held, ok = column[name]
	}
	state := aggregateState.FindStringSubmatch(inner)
	switch {
	case state != nil:
		return fmt.Sprintf("arrayReduce('%sState', [CAST(%s %% 50, '%s')])", state[1], hash, state[2])
	case strings.HasPrefix(inner, "Enum"):
		var all []string
		for _, m := range enumValue.FindAllStringSubmatch(inner, -1) {
			all = append(all, m[1])
		}
		return pick(hash, all)
	case strings.HasPrefix(inner, "Array(Array"):
		return "CAST([], '" + kind + "')"
	case strings.HasPrefix(inner, "Array(String") || strings.HasPrefix(inner, "Array(Low"):
		return "[toString(" + hash + " % 9)]"
	case strings.HasPrefix(inner, "Array"):
		return "CAST(arrayMap(k -> (" + hash + " + k * 7) % 11, range(24)), '" + kind + "')"
	case ok && inner == "String":
		return pick(hash, strings.Split(held, ";"))
	case name == "order_id" && w.key[table] == "": // of any day
		return "concat(toString(toInt32(x.1) - toInt32(" + hash + " % 30)), '-', toString(i % 9))"
	case name == "order_id" || name == "share_id": // of one day
		return "concat(toString(x.1), '-', toString(i % (4 + 5 * x.2)))"
	case inner == "String":
		return "concat('" + name[:1] + "', toString(" + hash + " % 6))"
	case inner == "Date" && w.key[table] == name || inner == "Date" && w.key[table] == "":
		return "d"
	case inner == "Date" && name == "as_of":
		return "d - i % 12"
	case inner == "Date":
		return "d + i % 3"
	case strings.HasPrefix(inner, "DateTime"):
		return "toDateTime(d, 'UTC') + " + hash + " % 86400"
	case name == "block": // of 64 days
		return "intDiv(x.1, 64)"
	case table == "fact_offer" || table == "fact_buyer": // a bit a day
		return hash
	case strings.HasPrefix(inner, "Float"), strings.HasPrefix(inner, "Int"), strings.HasPrefix(inner, "UInt"), strings.HasPrefix(inner, "Decimal"):
		n, ok := number[name]
		if !ok {
			n = [2]int{0, 16}
		}
		fraction := ""
		if strings.HasPrefix(inner, "Float") && n[1] > 2 {
			fraction = " + (" + hash + " % 8) / 8" // sums come out even in any order
		}
		return fmt.Sprintf("CAST(%d + %s %% %d%s, '%s')", n[0], hash, n[1], fraction, kind)
	}
	return "defaultValueOfTypeName('" + strings.ReplaceAll(kind, "'", `\'`) + "')"
}

func pick(hash string, values []string) string {
	return fmt.Sprintf("arrayElement(['%s'], 1 + %s %% %d)", strings.Join(values, "', '"), hash, len(values))
}
