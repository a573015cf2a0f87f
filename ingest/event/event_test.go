package event

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

const (
	click = `{"event_id":"e1","type":"click","event_time":"2026-11-22T10:30:00.123+08:00","user_id":"u1","store_id":"s1","community_id":"c1","session_id":"x","action":"view","product_id":"p1","campaign_id":"k1","share_id":"sh1"}`
	order = `{"event_id":"e2","type":"order","event_time":"2026-11-22T02:30:00.5Z","order_id":"o1","status":"paid","user_id":"u1","store_id":"s1","community_id":"c1","pickup_date":"2026-11-23","lines":[{"product_id":"p1","quantity":2.5,"unit_price":1290,"discount":100}]}`
	share = `{"event_id":"e3","type":"share","event_time":"2026-11-22T10:30:00+08:00","share_id":"sh1","parent_share_id":"sh0","user_id":"u1","store_id":"s1","community_id":"c1","product_id":"p1","channel":"wechat_group"}`
)

func TestDecode(t *testing.T) {
	at := time.Date(2026, 11, 22, 2, 30, 0, 123e6, time.UTC)
	head := Head{ID: "e1", Time: at, UserID: "u1", StoreID: "s1", CommunityID: "c1", CampaignID: "k1", ShareID: "sh1"}
	for msg, want := range map[string]Event{
		click: &Click{Head: head, SessionID: "x", Action: "view", ProductID: "p1"},
		order: &Order{Head: Head{ID: "e2", Time: at.Add(377 * time.Millisecond), UserID: "u1", StoreID: "s1", CommunityID: "c1"},
			OrderID: "o1", Status: "paid", PickupDate: "2026-11-23", Lines: []Line{{ProductID: "p1", Quantity: 2500, UnitPrice: 1290, Discount: 100}}},
		share: &Share{Head: Head{ID: "e3", Time: at.Add(-123 * time.Millisecond), UserID: "u1", StoreID: "s1", CommunityID: "c1", ShareID: "sh1"},
			ParentShareID: "sh0", ProductID: "p1", Channel: "wechat_group"},
	} {
		got, unknown, err := Decode([]byte(msg), "", time.Time{})
		if err != nil || unknown != 0 || !reflect.DeepEqual(got, want) {
			t.Errorf("Decode(%s)\n got %+v, %d unknown, %v\nwant %+v", msg, got, unknown, err, want)
		}
	}
}

func TestUnknownFieldsAreCounted(t *testing.T) {
	msg := strings.Replace(order, `"lines":[{`, `"phone":{"deep":[1,2]},"lines":[{"name":"x",`, 1)
	if _, unknown, err := Decode([]byte(msg), TypeOrder, time.Time{}); err != nil || unknown != 2 {
		t.Errorf("got %d unknown, %v; want 2, nil", unknown, err)
	}
}

func TestRefusals(t *testing.T) {
	now := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct{ msg, code, field string }{
		"empty":             {"", RefuseJSON, ""},
		"array":             {"[1]", RefuseJSON, ""},
		"cut":               {click[:50], RefuseJSON, ""},
		"two":               {click + click, RefuseJSON, ""},
		"not UTF-8":         {strings.Replace(click, "u1", "u\xff", 1), RefuseJSON, ""},
		"name twice":        {strings.Replace(click, `"action"`, `"user_id":"u2","action"`, 1), RefuseJSON, ""},
		"other type":        {order, RefuseType, "type"},
		"unknown type":      {strings.Replace(click, `"click"`, `"tap"`, 1), RefuseType, "type"},
		"no user":           {strings.Replace(click, `"user_id":"u1",`, "", 1), RefuseMissing, "user_id"},
		"null user":         {strings.Replace(click, `"user_id":"u1"`, `"user_id":null`, 1), RefuseMissing, "user_id"},
		"number as id":      {strings.Replace(click, `"user_id":"u1"`, `"user_id":7`, 1), RefuseField, "user_id"},
		"long id":           {strings.Replace(click, "u1", strings.Repeat("u", 129), 1), RefuseField, "user_id"},
		"control character": {strings.Replace(click, "u1", `u\u0000`, 1), RefuseField, "user_id"},
		"no offset":         {strings.Replace(click, "+08:00", "", 1), RefuseTime, "event_time"},
		"1970":              {strings.Replace(click, "2026-11-22", "1970-01-01", 1), RefuseTime, "event_time"},
		"future":            {strings.Replace(click, "2026-11-22", "2027-11-22", 1), RefuseTime, "event_time"},
		"unknown action":    {strings.Replace(click, "view", "stare", 1), RefuseValue, "action"},
		"view of nothing":   {strings.Replace(click, `"product_id":"p1",`, "", 1), RefuseMissing, "product_id"},
		"too large":         {`{"a":"` + strings.Repeat("x", MaxBytes) + `"}`, RefuseTooLarge, ""},
	} {
		_, _, err := Decode([]byte(c.msg), TypeClick, now)
		var ref *Refusal
		if !errors.As(err, &ref) || ref.Code != c.code || ref.Field != c.field {
			t.Errorf("%s: got %v, want %s %s", name, err, c.code, c.field)
		}
	}
	line := `{"product_id":"p1","quantity":2.5,"unit_price":1290,"discount":100}`
	for name, c := range map[string]struct{ line, code, field string }{
		"negative quantity":  {strings.Replace(line, "2.5", "-2", 1), RefuseValue, "lines[0].quantity"},
		"four places":        {strings.Replace(line, "2.5", "2.5555", 1), RefuseValue, "lines[0].quantity"},
		"half a fen":         {strings.Replace(line, "1290", "12.5", 1), RefuseValue, "lines[0].unit_price"},
		"huge":               {strings.Replace(line, "2.5", "1e300", 1), RefuseValue, "lines[0].quantity"},
		"text as quantity":   {strings.Replace(line, "2.5", `"2"`, 1), RefuseField, "lines[0].quantity"},
		"discount too large": {strings.Replace(line, "100", "99999", 1), RefuseValue, "lines[0].discount"},
		"no price":           {`{"product_id":"p1","quantity":1}`, RefuseMissing, "lines[0].unit_price"},
		"no product":         {`{"quantity":1,"unit_price":1}`, RefuseMissing, "lines[0].product_id"},
		"no object":          {`7`, RefuseField, "lines[0]"},
		"overflow":           {`{"product_id":"p","quantity":1000000000,"unit_price":1000000000}`, RefuseValue, "lines[0]"},
		"too many":           {strings.Repeat(line+",", MaxLines) + line, RefuseLines, "lines"},
	} {
		_, _, err := Decode([]byte(strings.Replace(order, line, c.line, 1)), TypeOrder, now)
		var ref *Refusal
		if !errors.As(err, &ref) || ref.Code != c.code || ref.Field != c.field {
			t.Errorf("%s: got %v, want %s %s", name, err, c.code, c.field)
		}
	}
}

func TestAmountRoundsHalfUp(t *testing.T) {
	for _, c := range []struct {
		line Line
		want int64
	}{
		{Line{Quantity: 2500, UnitPrice: 1290, Discount: 100}, 3125},
		{Line{Quantity: 333, UnitPrice: 100}, 33},
		{Line{Quantity: 335, UnitPrice: 100}, 34},
		{Line{Quantity: 0, UnitPrice: 100}, 0},
	} {
		if got := c.line.Amount(); got != c.want {
			t.Errorf("%+v: got %d, want %d", c.line, got, c.want)
		}
	}
}

func TestParseDecimalIsExact(t *testing.T) {
	for s, want := range map[string]int64{"1.5": 1500, "0.001": 1, "1e2": 100000, "1.50000": 1500, "15e-1": 1500, "0": 0, "0.000": 0, "1000000000": 1e12} {
		if got, ok := parseDecimal(s, 3); !ok || got != want {
			t.Errorf("%s: got %d %v, want %d", s, got, ok, want)
		}
	}
	for _, s := range []string{"1e-4", "0.0001", "1000000000.001", "-1", "1e999999999999"} {
		if got, ok := parseDecimal(s, 3); ok {
			t.Errorf("%s: got %d, want a refusal", s, got)
		}
	}
}
