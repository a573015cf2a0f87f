//go:build browser

package main

import (
	"encoding/json"
	"io"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// ask puts a statement to ClickHouse past the product: its HTTP door, as curl would. Parameters go by name and value.
func (w *town) ask(t *testing.T, statement string, params ...string) [][]string {
	t.Helper()
	q := url.Values{}
	for i := 0; i+1 < len(params); i += 2 {
		q.Set("param_"+params[i], params[i+1])
	}
	res, err := http.Post(w.engine+"?"+q.Encode(), "text/plain", strings.NewReader(statement+" FORMAT JSONCompactStrings"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s\n%v %s", statement, err, text)
	}
	var answer struct{ Data [][]string }
	if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatalf("%s\n%v in %s", statement, err, text)
	}
	return answer.Data
}

// one is the only row of an answer.
func (w *town) one(t *testing.T, statement string, params ...string) []string {
	t.Helper()
	rows := w.ask(t, statement, params...)
	if len(rows) != 1 {
		t.Fatalf("%d rows, want one: %s %v", len(rows), statement, params)
	}
	return rows[0]
}

// tell writes to ClickHouse.
func (w *town) tell(t *testing.T, statement string) {
	t.Helper()
	if text := post(t, w.engine, statement); text != "" {
		t.Fatalf("%s\n%s", statement, text)
	}
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

var figureOn = regexp.MustCompile(`^([−+-]?)\s*[¥$]?([0-9][0-9,]*(?:\.([0-9]+))?)(万|亿|k|M|%)?`)

// reads is a figure as people read it from a page, with half a unit of its last digit: ¥1.29万 is 12,900 ± 50.
func reads(t *testing.T, text string) (value, half float64) {
	t.Helper()
	m := figureOn.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		t.Fatalf("%q is no figure", text)
	}
	value = number(t, strings.ReplaceAll(m[2], ",", ""))
	// digits are dropped where they are 0: how many there could be goes by the unit
	digits := map[string]int{"万": 2, "亿": 2, "k": 1, "M": 2, "%": 1}[m[4]]
	if m[4] == "%" && value >= 100 {
		digits = 0
	}
	unit := map[string]float64{"": 1, "万": 1e4, "亿": 1e8, "k": 1e3, "M": 1e6, "%": 0.01}[m[4]]
	half = unit * math.Pow10(-max(digits, len(m[3]))) / 2
	if m[1] == "−" || m[1] == "-" {
		value = -value
	}
	return value * unit, half
}

// agree says whether a figure on a page is what the database has; – and nothing are the same.
func agree(t *testing.T, on string, want float64) bool {
	t.Helper()
	on = strings.TrimSpace(on)
	if on == "–" || on == "" {
		return math.IsNaN(want)
	}
	v, half := reads(t, on)
	return math.Abs(v-want) <= half*(1+1e-9)+1e-9
}

// today is the day in China.
func (w *town) today(t *testing.T) string {
	t.Helper()
	return w.one(t, "SELECT toDate(now('Asia/Shanghai'))")[0]
}

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
}
