package event

import (
	"bytes"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"time"
	"unsafe"
)

// notAfters are the bounds under which a fuzzed message is read.
var notAfters = []int64{0, 1763778600123, -1}

func seeds(add func(msg []byte)) {
	for _, typ := range Types {
		add(typical[typ].AppendJSON(nil))
	}
	for _, s := range []string{click, order, share, foreign, "{}", " {} ", `{"lines":[[]]}`, `{"lines":[{},{"x":{"x":[{"x":1,"\u0078":2}]}}]}`,
		`{"a":"\ud83d\ude00\ud83d","b":[1e5,-0.5E-3,0.,true,nul],"A":{}}`, `{"user\u005fid":"社区\u001f","user_id":null}`} {
		add([]byte(s))
	}
}

// FuzzDecode: no message panics; each gets the verdict that the oracle gives; what is taken survives a round trip through its
// own wire form; memory stays within a multiple of the message.
func FuzzDecode(f *testing.F) {
	seeds(func(msg []byte) { f.Add(msg, uint8(3)) })
	f.Fuzz(func(t *testing.T, msg []byte, mode uint8) {
		want, notAfter := Type(""), notAfters[int(mode/4)%len(notAfters)]
		if mode%4 < 3 {
			want = Types[mode%4]
		}
		sent := bytes.Clone(msg)
		var r Record
		ref := r.Decode(msg, want, notAfter)
		ev := agree(t, &r, ref, msg, want, notAfter)
		if !bytes.Equal(msg, sent) {
			t.Fatalf("the message was changed: %q became %q", sent, msg)
		}
		if used := footprint(&r); used > 64*len(msg)+4096 {
			t.Fatalf("%d bytes of memory for a message of %d: %q", used, len(msg), msg)
		}
		if ev == nil {
			return
		}
		again, n, err := Decode(ev.AppendJSON(nil), ev.Type(), time.Time{})
		if err != nil || n != 0 || !reflect.DeepEqual(ev, again) {
			t.Fatalf("%s\n got %+v\nthen %+v (%v)", msg, ev, again, err)
		}
	})
}

// agree holds a record against the oracle and returns the event, nil for a refusal.
func agree(t *testing.T, r *Record, ref *Refusal, msg []byte, want Type, notAfter int64) Event {
	t.Helper()
	ev, n, wanted := oracle(msg, want, notAfter)
	if (ref == nil) != (wanted == nil) || ref != nil && (ref.Code != wanted.Code || ref.Field != wanted.Field) || r.Unknown != n {
		t.Fatalf("%q\n got %v, %d unknown\nwant %v, %d unknown", msg, ref, r.Unknown, wanted, n)
	}
	if ref != nil {
		return nil
	}
	got := r.Event()
	if !reflect.DeepEqual(got, ev) {
		t.Fatalf("%q\n got %+v\nwant %+v", msg, got, ev)
	}
	if o, ok := ev.(*Order); ok && o.PickupDate != "" {
		if day := time.Unix(int64(r.PickupDay)*86400, 0).UTC().Format(time.DateOnly); day != o.PickupDate {
			t.Fatalf("pickup_date %s became day %d, which is %s", o.PickupDate, r.PickupDay, day)
		}
	} else if r.PickupDay != 0 {
		t.Fatalf("%q: pickup day %d out of nothing", msg, r.PickupDay)
	}
	return got
}

// footprint is the memory that the record owns.
func footprint(r *Record) int {
	return cap(r.in.spare) + 8*cap(r.in.nest) + slotBytes*cap(r.in.names.slots) + int(unsafe.Sizeof(RecordLine{}))*cap(r.Lines)
}

// FuzzRecordReuse: what a record decodes does not depend on what it decoded before.
func FuzzRecordReuse(f *testing.F) {
	seeds(func(first []byte) {
		seeds(func(then []byte) { f.Add(first, then) })
	})
	f.Fuzz(func(t *testing.T, first, then []byte) {
		var used, fresh Record
		for range 2 {
			_ = used.Decode(first, "", 0) // whatever it is
			got, want := used.Decode(then, "", 0), fresh.Decode(then, "", 0)
			if !reflect.DeepEqual(got, want) || used.Unknown != fresh.Unknown {
				t.Fatalf("%q after %q\n got %v, %d unknown\nwant %v, %d unknown", then, first, got, used.Unknown, want, fresh.Unknown)
			}
			if got != nil {
				continue
			}
			if got, want := used.Event(), fresh.Event(); !reflect.DeepEqual(got, want) {
				t.Fatalf("%q after %q\n got %+v\nwant %+v", then, first, got, want)
			}
			if used.Time != fresh.Time || used.PickupDay != fresh.PickupDay {
				t.Fatalf("%q after %q: time %d, day %d; want %d, %d", then, first, used.Time, used.PickupDay, fresh.Time, fresh.PickupDay)
			}
		}
	})
}

// FuzzInstant: an event_time is what time.Parse says.
func FuzzInstant(f *testing.F) {
	for _, s := range []string{"2026-11-22T10:30:00.123+08:00", "2026-11-22T1:30:00Z", "2026-11-22T24:00:00Z", "2026-11-22T23:60:00Z", "2024-02-29T23:59:60Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59,9999999999-24:60",
		"2100-02-29T00:00:00z", "2026-11-22t10:30:00Z", "2000-02-29T00:00:00.Z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want, err := time.Parse(time.RFC3339Nano, s)
		got, ok := parseInstant([]byte(s))
		if ok != (err == nil) || ok && got != want.UnixMilli() {
			t.Fatalf("%q: got %d, %v; want %s, %v", s, got, ok, want, err)
		}
		if len(s) > 10 {
			s = s[:10]
		}
		want, err = time.Parse(time.DateOnly, s)
		days, ok := parseDate([]byte(s))
		if ok != (err == nil) || ok && int64(days)*86400 != want.Unix() {
			t.Fatalf("%q: got %d, %v; want %s, %v", s, days, ok, want, err)
		}
	})
}

// FuzzDecimal: a number of a line is what exact arithmetic says.
func FuzzDecimal(f *testing.F) {
	for _, s := range []string{"0", "2.5", "1290", "1000000000.000", "1000000000.001", "1e-3", "-0", "0.0005000", "999999999999999", "15e-1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		in := scanner{msg: []byte(s)}
		if in.digits(0) != len(s) {
			return
		}
		if i := strings.IndexAny(s, "eE"); i >= 0 && len(strings.TrimLeft(s[i+1:], "+-0")) > 3 {
			return // would fill the memory
		}
		exact, _ := new(big.Rat).SetString(s)
		for places, unit := range map[int]int64{0: 1, 3: 1000} {
			n := new(big.Rat).Mul(exact, big.NewRat(unit, 1))
			want := n.IsInt() && s[0] != '-' && exact.Cmp(big.NewRat(maxNumber, 1)) <= 0
			got, ok := decimal([]byte(s), places)
			if ok != want || ok && n.Cmp(big.NewRat(got, 1)) != 0 {
				t.Fatalf("%s with %d places: got %d, %v; want %s, %v", s, places, got, ok, n, want)
			}
		}
	})
}
