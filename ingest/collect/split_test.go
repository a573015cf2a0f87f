package collect

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestSplit(t *testing.T) {
	for _, test := range []struct {
		body string
		want []string
	}{
		{"", nil}, {" \r\n ", nil}, {"[]", nil}, {"[ ]\n", nil},
		{`{"a":1}{"a":2}`, []string{`{"a":1}`, `{"a":2}`}},
		{`[{"a":[1]},2]`, []string{`{"a":[1]}`, `2`}},
		{"{\n\"a\":1\n}", []string{"{\n\"a\":1\n}"}},
		{"{}\nx\n{}", []string{"{}", "x", "{}"}},
		{"x y\n\n{}", []string{"x y", "{}"}},
		{"[1,2", []string{"1", "2", ""}},
		{"[", []string{""}},
		{"[1]]", []string{"1", "]"}},
		{"]", []string{"]"}},
		{`{"a":"` + "\n" + `"}`, []string{`{"a":"`, `"}`}},
		{`{"a":1,"a":2}` + "\n{}", []string{`{"a":1,"a":2}`, "{}"}},
	} {
		var got []string
		for _, m := range split([]byte(test.body)) {
			got = append(got, string(m))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%q: %q, want %q", test.body, got, test.want)
		}
	}
}

// FuzzSplit: nothing of a body goes missing, whatever it is, and good JSON gives its values.
func FuzzSplit(f *testing.F) {
	for _, s := range []string{"", "[", "]", "[1,{}", `{"a":1}` + "\n{", "[1] 2", "\xef\xbb\xbf[]", "{}\n\n{}", "[,]", "[1 2]", "\x00", `{"a":"\ud800"}`, "[{}]{}\nx"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		kept := bytes.Clone(body)
		msgs := split(body)
		if !bytes.Equal(body, kept) {
			t.Fatal("the body was changed")
		}
		if len(msgs) > maxEvents {
			return
		}
		// Letters and digits are never separators: each of the body is in a message.
		count := func(b []byte) (n int) {
			for len(b) > 0 {
				r, size := utf8.DecodeRune(b)
				if unicode.IsLetter(r) || unicode.IsDigit(r) {
					n++
				}
				b = b[size:]
			}
			return n
		}
		total := 0
		for _, m := range msgs {
			total += count(m)
		}
		if want := count(body); total != want {
			t.Fatalf("%d letters and digits of %d: %q", total, want, fmt.Sprintf("%s", msgs))
		}
		var list []json.RawMessage
		if json.Unmarshal(body, &list) == nil && len(list) < len(msgs) && len(msgs) != 1 && utf8.Valid(body) {
			var same map[string]any
			if json.Unmarshal(body, &same) != nil && !bytes.Contains(body, []byte(`"`)) { // encoding/json takes doubled names, we do not
				t.Fatalf("%d messages of an array of %d: %q", len(msgs), len(list), msgs)
			}
		}
	})
}
