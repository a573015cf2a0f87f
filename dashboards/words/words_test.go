package words

import (
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

var verb = regexp.MustCompile(`%[0-9.]*[sdvf%]`)

func TestBothLanguagesAreComplete(t *testing.T) {
	for _, key := range Keys() {
		m := catalogue[key]
		if strings.TrimSpace(m.zh) == "" || strings.TrimSpace(m.en) == "" {
			t.Errorf("%s: Chinese %q, English %q", key, m.zh, m.en)
		}
		zh, en := verb.FindAllString(m.zh, -1), verb.FindAllString(m.en, -1)
		if strings.Join(drop(zh), "") != strings.Join(drop(en), "") {
			t.Errorf("%s: the formats differ: %v and %v", key, zh, en)
		}
		for _, text := range []string{m.zh, m.en} {
			if len(drop(zh)) > 0 && strings.Contains(verb.ReplaceAllString(text, ""), "%") {
				t.Errorf("%s: a lone %% in the format %q", key, text)
			}
		}
	}
}

func drop(verbs []string) (kept []string) {
	for _, v := range verbs {
		if v != "%%" {
			kept = append(kept, v)
		}
	}
	return kept
}

// use finds messages in templates ({{.T "key"}}) and in Go (p.T("key")).
var use = regexp.MustCompile(`\.T[ (]+"([^"%]+)"`)

// TestNounsAgree: one is not many, in every message that counts.
func TestNounsAgree(t *testing.T) {
	for given, want := range map[string]string{
		"1 {order|orders}": "1 order", "12 {order|orders}": "12 orders", "0.1 {point|points} more": "0.1 points more", "1,001 {row|rows}": "1,001 rows", "{order|orders}": "orders",
		"1 more {order was|orders were} late": "1 more order was late", "of 11 {piece|pieces} 1 {hit|hits}": "of 11 pieces 1 hit", "Of 1 {piece|pieces} 2 {hit|hits}": "Of 1 piece 2 hits", "{link} a|b": "{link} a|b", "21 {day|days}": "21 days",
	} {
		if got := inflected(given); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
	en, zh := Printer{Lang: English}, Printer{Lang: Chinese}
	for got, want := range map[string]string{
		en.Units(1, "瓶"): "1 bottle", en.Units(2, "瓶"): "2 bottles", en.Units(0.4, "盒"): "0.4 boxes", en.Units(1, "盒"): "1 box", en.Units(1, "坛"): "1 坛", en.Units(1, ""): "1", en.Unit("瓶"): "bottles",
		zh.Units(1, "瓶"): "1 瓶", en.UnitOf(1, "份"): "unit", en.UnitOf(1000, "份"): "units",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, key := range Keys() {
		m := catalogue[key]
		if strings.Contains(m.zh, "|") || counts.MatchString(m.en) {
			t.Errorf("%s: %q does not agree with one", key, m.en)
		}
		if strings.ContainsAny(en.T(key), "|") {
			t.Errorf("%s: %q is not inflected", key, en.T(key))
		}
	}
}

// counts finds a number whose noun is always in the plural.
var counts = regexp.MustCompile(`%[sd] (more )?(orders|products|days|rows|customers|buyers|stores|hours|minutes|households|communities)\b`)

func TestPagesUseOnlyKnownMessages(t *testing.T) {
	seen := 0
	err := filepath.WalkDir("..", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".html") && !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range use.FindAllStringSubmatch(string(text), -1) {
			seen++
			if !Known(m[1]) && !strings.HasSuffix(m[1], ".") {
				t.Errorf("%s uses the unknown message %q", path, m[1])
			}
		}
		return nil
	})
	if err != nil || seen < 200 {
		t.Fatalf("only %d uses found: %v", seen, err)
	}
}

func TestComposedMessagesAreKnown(t *testing.T) {
	for _, key := range []string{"list.aggregation", "list.sorting", "list.delivery", "list.redemption"} {
		for _, end := range []string{"", ".about", ".empty", ".small"} {
			if !Known(key + end) {
				t.Error(key + end)
			}
		}
	}
	for _, key := range []string{"figures", "trend", "hours", "stores", "products"} {
		if !Known("part." + key) {
			t.Error("part." + key)
		}
	}
}

func TestFiguresAsEachLanguageWritesThem(t *testing.T) {
	zh, en := Printer{Lang: Chinese}, Printer{Lang: English, Currency: "USD"}
	day := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct{ got, want string }{
		{zh.Money(1290), "¥12.90"},
		{zh.Money(-5), "−¥0.05"},
		{zh.Money(123456789), "¥1,234,567.89"},
		{zh.Money(math.MinInt64), "−¥92,233,720,368,547,758.08"},
		{zh.Sum(1290), "¥12.90"},
		{zh.Sum(1290000), "¥1.29万"},
		{zh.Sum(1234567890000), "¥123.46亿"},
		{en.Sum(1290000), "$12.9k"},
		{en.Sum(129000000), "$1.29M"},
		{en.Money(1290), "$12.90"},
		{zh.Quantity(12), "12"},
		{zh.Quantity(1.25), "1.2"},
		{zh.Quantity(12345.6), "12,346"},
		{zh.Quantity(math.NaN()), "–"},
		{zh.Range(9, 18), "9–18"},
		{zh.Range(9, 9), "9"},
		{zh.Goods(33, 52.4, "份"), "33–53"}, {zh.Goods(33, 52.44, "斤"), "33–52.4"}, {zh.Goods(2.2, 2.9, "KG"), "2.2–2.9"}, {zh.Goods(4, 4, ""), "4"},
		{zh.Percent(0.1234), "12.3%"},
		{zh.Percent(math.NaN()), "–"},
		{zh.Signed(0.05), "+5%"},
		{zh.Change(112, 100), "比前期多 12%"},
		{en.Change(88, 100), "12% less than before"},
		{zh.Change(100, 100), "与前期持平"},
		{zh.Change(1, 0), "前期没有可比数据"},
		{zh.Points(0.12, 0.10), "比前期高 2 个百分点"},
		{zh.Day(day), "2026年11月22日 周日"},
		{en.Day(day), "Sun 22 Nov 2026"},
		{zh.Day(time.Time{}), "–"},
		{zh.Instant(day, time.UTC), "2026年11月22日 00:00"},
		{en.Instant(day.Add(13*time.Hour), time.UTC), "22 Nov 2026 13:00"},
		{en.Instant(time.Time{}, time.UTC), "–"},
		{zh.Stamp(day, time.UTC), "2026-11-22 00:00"},
		{zh.Hours(19, 22), "19:00–22:00"},
		{zh.Weekday(1) + en.Weekday(7), "周一Sun"},
		{en.Unit("份"), "units"},
		{en.Unit("unknown"), "unknown"},
		{en.Pick("中", ""), "中"},
		{zh.Pick("", "en"), "en"},
		{zh.T("no.such.key"), "?no.such.key"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
