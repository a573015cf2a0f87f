package event

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// FuzzComposed holds the decoder against the oracle on messages that are JSON, or nearly: mutated bytes seldom get that far.
func FuzzComposed(f *testing.F) {
	for seed := range uint64(400) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		c := composer{rng: rand.New(rand.NewPCG(seed, 1))}
		var r Record
		for range 16 {
			msg := c.message()
			want := append([]Type{""}, Types...)[c.rng.IntN(4)]
			notAfter := notAfters[c.rng.IntN(len(notAfters))]
			agree(t, &r, r.Decode(msg, want, notAfter), msg, want, notAfter)
		}
	})
}

type composer struct {
	rng  *rand.Rand
	b    []byte
	tidy bool // this message has no faults on purpose, except in its values
}

func (c *composer) of(list ...string) string { return list[c.rng.IntN(len(list))] }

func (c *composer) rarely(n int) bool { return c.rng.IntN(n) == 0 }

func (c *composer) add(s string) {
	if !c.tidy && c.rarely(200) {
		s = c.of("", s+s, ",", ":", "}", "]", "{", "[", "\"", "\\", "nul", "\x00", "\xc3", s[:len(s)/2])
	}
	c.b = append(c.b, s...)
	if c.rarely(20) {
		c.b = append(c.b, c.of(" ", "\n\t", "\r  ")...)
	}
}

func (c *composer) message() []byte {
	c.b, c.tidy = nil, c.rarely(2)
	typ := Types[c.rng.IntN(3)]
	fields := map[string]string{"event_id": "e1", "type": string(typ), "event_time": "2026-11-22T10:30:00.123+08:00", "user_id": "u1", "store_id": "s1",
		"community_id": "c1", "campaign_id": "", "share_id": "sh1", "session_id": "", "action": c.of(Actions...), "product_id": "p1", "order_id": "o1",
		"status": c.of(Statuses...), "pickup_date": "2026-11-23", "parent_share_id": "", "channel": c.of(Channels...)}
	var names []string
	for name, v := range fields {
		if v != "" && !c.rarely(40) {
			names = append(names, name)
		}
	}
	slices.Sort(names) // the order of a map is no part of the seed
	c.rng.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	c.add("{")
	for i, name := range names {
		if i > 0 {
			c.add(",")
		}
		if c.rarely(25) {
			c.name(c.of("x", "y", "z", "lines2", "action"))
			c.value(0)
			c.add(",")
		}
		if c.rarely(20) {
			c.name("lines")
			c.lines()
			c.add(",")
		}
		c.name(name)
		switch {
		case c.rarely(60):
			c.value(0)
		case c.rarely(50):
			c.text(c.of(oddTexts...))
		case name == "event_time" && c.rarely(8):
			c.text(c.of(oddTimes...))
		case name == "pickup_date" && c.rarely(8):
			c.text(c.of("1970-01-01", "1969-12-31", "2099-12-31", "2100-01-01", "2026-2-01", "2024-02-29", "2023-02-29", "0000-00-00"))
		default:
			c.text(fields[name])
		}
	}
	c.add("}")
	if !c.tidy && c.rarely(20) {
		c.b = c.b[:c.rng.IntN(len(c.b)+1)]
	}
	return c.b
}

var (
	oddTexts = []string{"", "社区", "a\x7fb", "\u0085", "\x1f", "\xff", "\xed\xa0\x80", "😀", `"`, `\`, "/", "\u2028", strings.Repeat("x", 128), strings.Repeat("界", 43), "unknown"}
	oddTimes = []string{"2026-11-22T1:30:00Z", "2026-11-22T10:30:00,5Z", "2026-11-22T10:30:00+24:00", "2026-11-22T10:30:60Z", "2026-11-22T24:00:00Z", "2026-11-22T10:60:00Z", "2026-11-22t10:30:00z",
		"1999-12-31T23:59:59.9999Z", "2000-01-01T00:00:00Z", "2000-01-01T00:00:00+00:01", "2025-11-22T02:30:00.1239Z", "2025-11-22T02:30:00.124Z", "2026-02-30T00:00:00Z"}
	numbers = []string{"0", "1", "2.5", "1290", "0.001", "0.0001", "1e2", "1.50e1", "1E-3", "-1", "-0", "1000000000", "1000000000.0010", "1000000001", "01", "1.", ".5", "1e", "+1",
		"NaN", "Infinity", "1e300", "12345678901234567890", `"2"`, "null", "{}", "[1]", "true"}
)

func (c *composer) name(s string) {
	c.text(s)
	c.add(":")
}

// text writes a string with any of the escapes that it could have.
func (c *composer) text(s string) {
	var b strings.Builder
	b.WriteByte('"')
	for i := 0; i < len(s); i++ {
		switch ch := s[i]; {
		case c.rarely(200) && ch < 0x80, ch < ' ' && !c.rarely(4):
			escape := `\u00`
			if !c.tidy && c.rarely(20) {
				escape = c.of(`\U00`, `\u0`)
			}
			b.WriteString(escape + c.of("0123456789abcdef", "0123456789ABCDEF")[ch>>4:ch>>4+1] + "0123456789abcdef"[ch&15:ch&15+1])
		case (ch == '"' || ch == '\\') && !c.rarely(8):
			b.WriteString(`\` + string(rune(ch)))
		default:
			b.WriteByte(ch)
		}
	}
	if c.rarely(100) {
		b.WriteString(c.of(`\ud83d\ude00`, `\n`, `\/`, `\b\f\r\t`, `\uD83D\uDE00`))
	}
	if !c.tidy && c.rarely(200) {
		b.WriteString(c.of(`\ud83d`, `\ude00`, `\ud83d\u0041`, `\x`, `\u12g4`, `\u12`, `\`))
	}
	b.WriteByte('"')
	c.add(b.String())
}

func (c *composer) value(depth int) {
	switch kind := c.rng.IntN(7); {
	case kind == 0:
		c.text(c.of(oddTexts...))
	case kind == 1:
		c.add(c.of(numbers...))
	case kind < 4 || depth > 3:
		c.add(c.of("null", "true", "false", "12", "-1.5e+7"))
	case kind == 4:
		c.add("[")
		for i := range c.rng.IntN(4) {
			if i > 0 {
				c.add(",")
			}
			c.value(depth + 1)
		}
		c.add("]")
	default:
		c.add("{")
		for i := range c.rng.IntN(5) {
			if i > 0 {
				c.add(",")
			}
			c.name(c.of("a", "b", "c", "d", "", "社", "event_id", "lines", "quantity", "a1", "a2", "a3"))
			c.value(depth + 1)
		}
		c.add("}")
	}
}

func (c *composer) lines() {
	if c.rarely(10) {
		c.value(0)
		return
	}
	c.add("[")
	for i := range c.rng.IntN(4) {
		if i > 0 {
			c.add(",")
		}
		if c.rarely(30) {
			c.value(1)
			continue
		}
		c.add("{")
		names := []string{"product_id", "quantity", "unit_price", "discount", "x"}
		if c.rarely(15) {
			names = append(names, c.of(names...))
		}
		c.rng.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		comma := false
		for _, name := range names {
			if c.rarely(20) || name == "x" && !c.rarely(5) {
				continue
			}
			if comma {
				c.add(",")
			}
			comma = true
			c.name(name)
			switch {
			case name == "product_id" && !c.rarely(30):
				c.text(c.of("p1", "p2", "p3", c.of(oddTexts...)))
			case c.rarely(15):
				c.value(2)
			case name == "quantity" || name == "x" || c.rarely(20):
				c.add(c.of("1", "2", "2.5", "0.335", c.of(numbers...)))
			default:
				c.add(c.of("0", "100", "1290", "33"))
			}
		}
		c.add("}")
	}
	c.add("]")
}
