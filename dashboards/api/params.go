package api

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/linli-project/linli/dashboards/account"
	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/sql"
)

// Bounds of what one answer holds.
const (
	usualRows  = 1_000
	mostRows   = 100_000
	mostOffset = 1_000_000_000
	usualDays  = 28
	mostDays   = 731
	longestID  = 200
)

// request is what was asked for, checked.
type request struct {
	From, To, Day time.Time
	Stores        []string // none: all
	Category      string
	Product       string
	Limit, Offset uint64
	Format        string
}

// Formats that ?format= takes.
var Formats = []string{"json", "csv", "arrow", "parquet"}

func bad(en, zh string) *Problem { return problem(http.StatusBadRequest, "bad_request", en, zh) }

// read checks the parameters of a request; what a set does not know is refused rather than ignored.
func (m *Room) read(ctx context.Context, s Set, who *account.Account, q url.Values) (request, *Problem) {
	in := request{Category: q.Get("category"), Product: q.Get("product"), Format: q.Get("format"), Limit: usualRows}
	known := s.parameters()
	for name, values := range q {
		if !slices.Contains(known, name) {
			return in, bad("unknown parameter; this address knows "+strings.Join(known, ", "), "未知参数；这个地址只接受 "+strings.Join(known, "、"))
		}
		if len(values) > 1 && name != "store" {
			return in, bad(name+" was given twice", name+" 给了两次")
		}
	}
	if len(in.Category) > longestID || len(in.Product) > longestID {
		return in, bad("category or product is too long", "category 或 product 太长")
	}
	if in.Format == "" {
		in.Format = Formats[0]
	}
	if !slices.Contains(Formats, in.Format) {
		return in, bad("format is one of "+strings.Join(Formats, ", "), "format 可为 "+strings.Join(Formats, "、"))
	}
	for name, into := range map[string]*uint64{"limit": &in.Limit, "offset": &in.Offset} {
		text := q.Get(name)
		if text == "" {
			continue
		}
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil || name == "limit" && (n < 1 || n > mostRows) || n > mostOffset {
			return in, bad("limit is 1 to "+strconv.Itoa(mostRows)+", offset 0 or more", "limit 为 1 到 "+strconv.Itoa(mostRows)+"，offset 不小于 0")
		}
		*into = n
	}
	if p := in.stores(who, q["store"]); p != nil {
		return in, p
	}
	return in, m.days(ctx, &in, s, q)
}

// stores cuts the request to what the account may see.
func (in *request) stores(who *account.Account, asked []string) *Problem {
	for _, list := range asked {
		for _, id := range strings.Split(list, ",") {
			if id = strings.TrimSpace(id); id == "" {
				continue
			}
			if len(id) > longestID || len(in.Stores) >= 2000 {
				return bad("too many stores, or too long an id", "门店太多或编号太长")
			}
			if !who.MaySee(id) {
				return problem(http.StatusForbidden, "forbidden", "this key does not include the store", "这个密钥看不到该门店")
			}
			in.Stores = append(in.Stores, id)
		}
	}
	if len(in.Stores) == 0 && who.Role == account.Owner {
		in.Stores = slices.Clone(who.Stores)
		if len(in.Stores) == 0 { // none would mean all
			return problem(http.StatusForbidden, "forbidden", "this account has no store", "这个账号没有门店")
		}
	}
	return nil
}

// days reads the span, or the night, of a request.
func (m *Room) days(ctx context.Context, in *request, s Set, q url.Values) *Problem {
	shape := bad("a day is written like 2026-11-22", "日期应写成 2026-11-22 这样")
	today := chain.Today(m.now(), chain.China)
	if s.Timeless {
		return nil
	}
	if s.Snapshot {
		in.Day = today.AddDate(0, 0, 1)
		if text := q.Get("day"); text != "" {
			day, ok := chain.ParseDay(text)
			if !ok {
				return shape
			}
			in.Day = day
		}
		return nil
	}
	for name, into := range map[string]*time.Time{"from": &in.From, "to": &in.To} {
		if text := q.Get(name); text != "" {
			day, ok := chain.ParseDay(text)
			if !ok {
				return shape
			}
			*into = day
		}
	}
	if in.To.IsZero() {
		newest, err := chain.NewestUpTo(ctx, m.db, "", today)
		if err != nil {
			m.log.Error("api: newest day", "error", err)
			return unavailable
		}
		if in.To = newest.Fact; in.To.IsZero() {
			in.To = today
		}
	}
	if in.From.IsZero() {
		in.From = in.To.AddDate(0, 0, 1-usualDays)
	}
	if in.From.After(in.To) || in.To.Sub(in.From) >= mostDays*24*time.Hour {
		return bad("from is not after to, and at most "+strconv.Itoa(mostDays)+" days lie between", "from 不晚于 to，最多 "+strconv.Itoa(mostDays)+" 天")
	}
	return nil
}

// parameters that the set knows.
func (s Set) parameters() []string {
	names := []string{"format", "limit", "offset"}
	switch {
	case s.Timeless:
	case s.Snapshot:
		names = append(names, "day")
	default:
		names = append(names, "from", "to")
	}
	if !s.NoStore {
		names = append(names, "store")
	}
	if s.Category {
		names = append(names, "category")
	}
	if s.Product {
		names = append(names, "product")
	}
	return names
}

// params are the values of the query; one row more than asked tells whether there is a next page.
func (in request) params(s Set) sql.Params {
	p := sql.Params{"limit": in.Limit + 1, "offset": in.Offset}
	if !s.NoStore {
		p["stores"] = append([]string{}, in.Stores...)
	}
	switch {
	case s.Timeless:
	case s.Snapshot:
		p["day"] = chain.Date(in.Day)
	default:
		p["from"], p["to"] = chain.Date(in.From), chain.Date(in.To)
	}
	if s.Category {
		p["category"] = in.Category
	}
	if s.Product {
		p["product"] = in.Product
	}
	return p
}
