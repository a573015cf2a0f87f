package event

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func TestRecordLeavesNoGarbage(t *testing.T) {
	escaped := strings.Replace(order, `"p1"`, `"p\u0031\/社区"`, 1)
	for _, msg := range []string{click, order, share, foreign, escaped, strings.Replace(click, "{", `{"x":{"y":[{"z":1},{"z":"\t"}]},`, 1)} {
		var r Record
		b := []byte(msg)
		if allocs := testing.AllocsPerRun(100, func() {
			if ref := r.Decode(b, "", 0); ref != nil {
				t.Fatalf("%s: %v", msg, ref)
			}
		}); allocs > 0 {
			t.Errorf("%g allocations for %s", allocs, msg)
		}
	}
}

// An append to one text must not run into the next one.
func TestViewsEndWhereTheyEnd(t *testing.T) {
	var r Record
	msg := strings.Replace(strings.Replace(order, `"u1"`, `"u\u0031"`, 1), `"s1"`, `"门店"`, 1)
	if ref := r.Decode([]byte(msg), "", 0); ref != nil {
		t.Fatal(ref)
	}
	for _, s := range [][]byte{r.ID, r.UserID, r.StoreID, r.OrderID, r.Status, r.Lines[0].ProductID} {
		if len(s) == 0 || cap(s) != len(s) {
			t.Errorf("%q has room for %d", s, cap(s))
		}
	}
}

// Views must not keep older messages in memory.
func TestRecordForgets(t *testing.T) {
	var r Record
	for _, msg := range []string{order, click} {
		if ref := r.Decode([]byte(msg), "", 0); ref != nil {
			t.Fatal(ref)
		}
	}
	for _, l := range r.Lines[:cap(r.Lines)] {
		if l.ProductID != nil {
			t.Errorf("still holds %q", l.ProductID)
		}
	}
}

// Messages made to be expensive get the oracle's verdict, in a moment, and the memory that they took is given back.
func TestHostileMessages(t *testing.T) {
	repeat := func(n int, s string) string { return strings.Repeat(s, n) }
	var names, objects strings.Builder
	for i := range 90_000 {
		fmt.Fprintf(&names, `"%x":0,`, i)
	}
	for i := range 60_000 {
		fmt.Fprintf(&objects, `{"a":%d},`, i)
	}
	short := strings.TrimSuffix(click, "}")
	for what, msg := range map[string]string{
		"deepest array":        short + `,"x":` + repeat(maxDepth-1, "[") + repeat(maxDepth-1, "]") + "}",
		"too deep array":       short + `,"x":` + repeat(maxDepth, "[") + repeat(maxDepth, "]") + "}",
		"deepest object":       short + `,"x":` + repeat(maxDepth-1, `{"x":`) + "1" + repeat(maxDepth-1, "}") + "}",
		"too deep object":      short + `,"x":` + repeat(maxDepth, `{"x":`) + "1" + repeat(maxDepth, "}") + "}",
		"deepest in a line":    strings.Replace(order, `"quantity"`, `"x":`+repeat(maxDepth-3, "[")+repeat(maxDepth-3, "]")+`,"quantity"`, 1),
		"too deep in a line":   strings.Replace(order, `"quantity"`, `"x":`+repeat(maxDepth-2, "[")+repeat(maxDepth-2, "]")+`,"quantity"`, 1),
		"never closed":         repeat(MaxBytes/5, `{"":[`),
		"many names":           "{" + names.String() + click[1:],
		"many names, one dup":  "{" + names.String() + `"1":0}`,
		"many nested names":    `{"x":{` + names.String() + `"\u0031":0}}`,
		"many objects":         `{"x":[` + objects.String() + `{}],` + click[1:],
		"a million escapes":    strings.Replace(click, `"u1"`, `"`+repeat(150_000, `\u0041`)+`"`, 1),
		"a million characters": strings.Replace(click, `"u1"`, `"`+repeat(MaxBytes-1000, `u`)+`"`, 1),
		"a long number":        strings.Replace(order, `2.5`, "2."+repeat(MaxBytes-1000, `0`), 1),
		"a long exponent":      strings.Replace(order, `2.5`, "2e"+repeat(MaxBytes-1000, `0`), 1),
		"white space":          strings.Replace(click, `,`, repeat(MaxBytes-1000, " ")+",", 1),
		"as many lines as go":  strings.Replace(order, `"lines":[`, `"lines":[`+repeat(MaxLines-1, `{"product_id":"p","quantity":1,"unit_price":1},`), 1),
	} {
		var r Record
		started := time.Now()
		ref := r.Decode([]byte(msg), "", 0)
		if took := time.Since(started); took > time.Second {
			t.Errorf("%s: took %s", what, took)
		}
		if used := footprint(&r); used > 16*len(msg)+4096 {
			t.Errorf("%s: %d bytes of memory for a message of %d", what, used, len(msg))
		}
		t.Run(what, func(t *testing.T) { agree(t, &r, ref, []byte(msg), "", 0) })
		if ref := r.Decode([]byte(click), "", 0); ref != nil {
			t.Errorf("%s: then %v", what, ref)
		}
		if used := footprint(&r); used > 4*keepBytes {
			t.Errorf("%s: %d bytes of memory kept", what, used)
		}
	}
}

func TestAppendInstantIsAppendFormat(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	check := func(at time.Time) {
		t.Helper()
		want := at.UTC().Format("2006-01-02T15:04:05.000Z07:00")
		if got := string(appendInstant(nil, at)); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	for range 20_000 {
		check(time.Unix(rng.Int64N(300e9)-20e9, rng.Int64N(1e9)))
	}
	for _, s := range []string{"0000-01-01T00:00:00Z", "1969-12-31T23:59:59.9999Z", "1970-01-01T00:00:00+01:00", "2000-02-29T23:59:59.9999Z",
		"2100-03-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59-23:00"} {
		at, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			t.Fatal(err)
		}
		check(at)
	}
}

// The laws that the oracle has mended, and their neighbours.
func TestLaws(t *testing.T) {
	at := time.Date(2026, 11, 22, 2, 30, 0, 123e6, time.UTC)
	order := strings.Replace(order, "02:30:00.5Z", "02:30:00Z", 1)
	for what, c := range map[string]struct{ msg, code, field string }{
		"cut before lines":       {`{"lines":`, RefuseJSON, ""},
		"cut before a quantity":  {`{"lines":[{"quantity":`, RefuseJSON, ""},
		"no JSON in lines":       {`{"lines":[x]}`, RefuseJSON, ""},
		"NaN":                    {strings.Replace(order, "2.5", "NaN", 1), RefuseJSON, ""},
		"null quantity":          {strings.Replace(order, "2.5", "null", 1), RefuseField, "lines[0].quantity"},
		"pickup before 1970":     {strings.Replace(order, "2026-11-23", "1969-12-31", 1), RefuseValue, "pickup_date"},
		"pickup after 2099":      {strings.Replace(order, "2026-11-23", "2100-01-01", 1), RefuseValue, "pickup_date"},
		"first pickup":           {strings.Replace(order, "2026-11-23", "1970-01-01", 1), "", ""},
		"half a ms too late":     {strings.Replace(click, ".123", ".1235", 1), "", ""},
		"a ms too late":          {strings.Replace(click, ".123", ".124", 1), RefuseTime, "event_time"},
		"fault behind bad field": {`{"user_id":7,!`, RefuseField, "user_id"},
	} {
		_, _, err := Decode([]byte(c.msg), "", at)
		code, field := "", ""
		var ref *Refusal
		if errors.As(err, &ref) {
			code, field = ref.Code, ref.Field
		}
		if code != c.code || field != c.field {
			t.Errorf("%s: got %v, want %s %s", what, err, c.code, c.field)
		}
	}
	if _, _, err := Decode([]byte(click), "", time.Unix(0, 0)); err == nil {
		t.Error("an event after 1970 was taken where the bound is 1970")
	}
}
