package event

import (
	"math/rand/v2"
	"strconv"
	"testing"
	"time"
)

// Events as the simulated world sends them, with the ids of a larger chain.
var typical = map[Type]Event{
	TypeClick: &Click{Head: Head{ID: "01KANQ5W3B8Z4T6YHJ2M0QXR9D", Time: time.UnixMilli(1763778600123).UTC(), UserID: "u0004817", StoreID: "s012",
		CommunityID: "c01203", CampaignID: "k261122s012", ShareID: "h261122s012-1077"}, SessionID: "v261122s012-30415", Action: "add_to_cart", ProductID: "p0217"},
	TypeOrder: &Order{Head: Head{ID: "01KANQ5W3B8Z4T6YHJ2M0QXR9E", Time: time.UnixMilli(1763778600123).UTC(), UserID: "u0004817", StoreID: "s012",
		CommunityID: "c01203", CampaignID: "k261122s012"}, OrderID: "o261122s012-30416", Status: "paid", PickupDate: "2026-11-23",
		Lines: []Line{{"p0217", 2000, 1290, 100}, {"p0031", 1500, 458, 0}, {"p0144", 1000, 2990, 300}}},
	TypeShare: &Share{Head: Head{ID: "01KANQ5W3B8Z4T6YHJ2M0QXR9F", Time: time.UnixMilli(1763778600123).UTC(), UserID: "u0004817", StoreID: "s012",
		CommunityID: "c01203", CampaignID: "k261122s012", ShareID: "h261122s012-1078"}, ParentShareID: "h261122s012-1077", ProductID: "p0217", Channel: "wechat_group"},
}

// foreign is a click as other writers of JSON may send it: spaces, escapes, text beyond ASCII, fields that we do not know.
const foreign = `{ "event_id": "01KANQ5W3B8Z4T6YHJ2M0QXR9D", "type": "click", "event_time": "2026-11-22T10:30:00.123456+08:00", "user_id": "u0004817",
 "store_id": "s012", "community_id": "阳光花园", "action": "view", "product_id": "p\/0217", "referer": "https://linli.example/p?a=1&b=2", "device": {"os": "android", "screen": [1080, 2400], "dark": true} }`

// various is many wire forms of the event's type: ids of other lengths, optional fields here and there, one to five lines. One
// message over and over would teach the processor its branches by heart.
func various(typ Type) (msgs [][]byte, size int) {
	rng := rand.New(rand.NewPCG(1, 1))
	id := func(letter string) string {
		return letter + strconv.Itoa(1 + rng.IntN(30))[:1] + strconv.Itoa(rng.IntN(100_000))
	}
	for range 4096 {
		h := *typical[typ].Common()
		h.ID = h.ID[:18] + strconv.Itoa(10_000_000+rng.IntN(80_000_000))
		h.Time = h.Time.Add(time.Duration(rng.Int64N(86_400_000)) * time.Millisecond)
		h.UserID, h.StoreID, h.CommunityID, h.CampaignID = id("u"), id("s"), id("c"), ""
		if rng.IntN(3) > 0 {
			h.CampaignID = id("k261122")
		}
		if typ != TypeShare && rng.IntN(2) > 0 {
			h.ShareID = ""
		}
		var ev Event
		switch e := typical[typ].(type) {
		case *Click:
			ev = &Click{Head: h, SessionID: id("v261122s012-"), Action: Actions[rng.IntN(len(Actions))], ProductID: id("p")}
		case *Order:
			o := &Order{Head: h, OrderID: id("o261122s012-"), Status: Statuses[rng.IntN(len(Statuses))], PickupDate: e.PickupDate}
			for range 1 + rng.IntN(5) {
				o.Lines = append(o.Lines, Line{id("p"), 500 * (1 + rng.Int64N(8)), 1000 + rng.Int64N(3000), rng.Int64N(2) * 100})
			}
			ev = o
		case *Share:
			ev = &Share{Head: h, ParentShareID: e.ParentShareID[:8*rng.IntN(2)], ProductID: id("p"), Channel: Channels[rng.IntN(len(Channels))]}
		}
		msgs = append(msgs, ev.AppendJSON(nil))
		size += len(msgs[len(msgs)-1])
	}
	return msgs, size / len(msgs)
}

func benchmarkDecode(b *testing.B, typ Type) {
	msgs, size := various(typ)
	b.SetBytes(int64(size))
	b.ReportAllocs()
	var r Record
	for i := 0; b.Loop(); i++ {
		if ref := r.Decode(msgs[i%len(msgs)], typ, 4e12); ref != nil {
			b.Fatal(ref)
		}
	}
}

func BenchmarkDecodeClick(b *testing.B) { benchmarkDecode(b, TypeClick) }
func BenchmarkDecodeOrder(b *testing.B) { benchmarkDecode(b, TypeOrder) }
func BenchmarkDecodeShare(b *testing.B) { benchmarkDecode(b, TypeShare) }

func BenchmarkDecodeForeign(b *testing.B) {
	msg := []byte(foreign)
	b.SetBytes(int64(len(msg)))
	b.ReportAllocs()
	var r Record
	for b.Loop() {
		if ref := r.Decode(msg, TypeClick, 4e12); ref != nil {
			b.Fatal(ref)
		}
	}
}

// BenchmarkDecodeEvent is the way of everyone but the sink: with an Event of its own at the end.
func BenchmarkDecodeEvent(b *testing.B) {
	msg := typical[TypeClick].AppendJSON(nil)
	b.SetBytes(int64(len(msg)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Decode(msg, TypeClick, time.Time{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppendJSON(b *testing.B) {
	for _, typ := range Types {
		b.Run(string(typ), func(b *testing.B) {
			buf := typical[typ].AppendJSON(nil)
			b.SetBytes(int64(len(buf)))
			b.ReportAllocs()
			for b.Loop() {
				buf = typical[typ].AppendJSON(buf[:0])
			}
		})
	}
}
