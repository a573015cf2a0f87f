package jobs

import (
	"strings"
	"testing"

	"github.com/linli-project/linli/models/leader"
)

// TestOneIsNotMany: texts of one share, one person or one piece of advice stand in the singular, and large figures have their groups.
func TestOneIsNotMany(t *testing.T) {
	one := leader.Sharer{Shares: 1, Visitors: 1, Orders: 1}
	none := leader.Sharer{Shares: 1, Visitors: 6}
	many := leader.Sharer{Shares: 1204, Visitors: 3500, Orders: 2}
	for _, c := range []struct {
		s    *leader.Sharer
		want string
	}{
		{&one, "1 share in the last 56 days, opened by 1 person, with 1 purchase; about 0 (0–0) would not have been without it, the others would have come anyway."},
		{&none, "1 share in the last 56 days, opened by 6 people; nobody has bought through it yet."},
		{&many, "1,204 shares in the last 56 days, opened by 3,500 people, with 2 purchases; about 0 (0–0) would not have been without them, the others would have come anyway."},
	} {
		if _, en := tellSharer(c.s); en != c.want {
			t.Errorf("%q, want %q", en, c.want)
		}
	}
	if _, en := (suggestionSummary{Advised: 1}).words(); !strings.HasPrefix(en, "1 piece of advice in ") {
		t.Error(en)
	}
	if zh, en := (suggestionScore{Kind: "range_add", Unit: "fen", Verdict: "hit", DaysOffered: 1, Actual: 164259}).words(1); !strings.Contains(zh, "¥1,642.59") || !strings.HasPrefix(en, "A hit: On offer for 1 day it earned ¥1,642.59") {
		t.Errorf("%s %s", zh, en)
	}
}
