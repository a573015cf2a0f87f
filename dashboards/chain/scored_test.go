package chain

import (
	"testing"
	"time"

	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// TestQuietSaysHowMuchWasScored: no alarm is good news only where there could have been one.
func TestQuietSaysHowMuchWasScored(t *testing.T) {
	db := sqltest.Open(t)
	to := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	say := func(store, city, zh, en string) {
		t.Helper()
		s, err := LoadScored(t.Context(), db, to, store, city)
		if err != nil {
			t.Fatal(err)
		}
		for lang, want := range map[words.Lang]string{words.Chinese: zh, words.English: en} {
			if got := s.Quiet(words.Printer{Lang: lang}); got != want {
				t.Errorf("%q %q %+v: %q, want %q", store, city, s, got, want)
			}
		}
	}
	scored := func(store string, days, horizon int) {
		t.Helper()
		if err := db.Exec(t.Context(), `INSERT INTO forecast_accuracy (day, store_id, category, horizon, days, actual) SELECT toDate('2026-11-21') - toUInt16(number), {store:String}, 'fruit', {horizon:UInt8}, 3, 9 FROM numbers({days:UInt64})`,
			sql.Params{"store": store, "days": days, "horizon": horizon}); err != nil {
			t.Fatal(err)
		}
	}
	say("", "", "还没有评过分的预测；评满 5 天才会报警。", "No forecast has been scored yet; an alarm needs five scored days.")
	scored("s1", 2, 1)
	scored("s1", 7, 2) // two days ahead: not what alarms look at
	say("", "", "还不能报警：到11月21日的 7 天里最多评了 2 天，评满 5 天才和照抄上周比较。", "Too early for an alarm: in the 7 days up to 21 Nov at most 2 days are scored, and it takes five to compare with repeating last week.")
	scored("s2", 5, 1)
	scored("s3", 20, 1)
	say("", "", "没有报警：3 家门店里 2 家评满 5 天，其中没有哪家的预测比照抄上周差；其余的还不能比。", "No alarm: of 3 stores 2 have five scored days in the week, and none of these did worse than repeating last week; the others cannot be compared yet.")
	all := "没有报警：评满五天的门店里，没有哪家的预测比照抄上周差。"
	say("s2", "", all, "No alarm: of the stores with five scored days in the week, none did worse than repeating last week.")
	say("s1", "", "还不能报警：到11月21日的 7 天里最多评了 2 天，评满 5 天才和照抄上周比较。", "Too early for an alarm: in the 7 days up to 21 Nov at most 2 days are scored, and it takes five to compare with repeating last week.")
	say("", "杭州", "还没有评过分的预测；评满 5 天才会报警。", "No forecast has been scored yet; an alarm needs five scored days.")
}
