package sql_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/linli-project/linli/sql/native"
	"github.com/linli-project/linli/sql/sqltest"
)

// A block that was filled by hand arrives as it was filled, whatever the width of its dictionaries and lengths of its texts.
func TestInsertNative(t *testing.T) {
	for _, distinct := range []int{1, 3, 256, 257, 70_000} {
		t.Run(fmt.Sprint(distinct), func(t *testing.T) {
			db := sqltest.OpenEmpty(t)
			if err := db.Exec(t.Context(), `CREATE TABLE n (id UInt64, text String, word LowCardinality(String), at DateTime64(3, 'UTC'), day Date,
				tags Array(String), amounts Array(Decimal(18, 3))) ENGINE = MergeTree ORDER BY id SETTINGS non_replicated_deduplication_window = 100`, nil); err != nil {
				t.Fatal(err)
			}
			id, text, word := native.NewFixed[uint64]("UInt64"), &native.String{}, native.NewLowCardinality()
			at, day := native.NewFixed[int64]("DateTime64(3, 'UTC')"), native.NewFixed[uint16]("Date")
			tag, amount := &native.String{}, native.NewFixed[int64]("Decimal(18, 3)")
			tags, amounts := native.NewArray(tag), native.NewArray(amount)
			var b native.Block
			b.Add("id", id)
			b.Add("text", text)
			b.Add("word", word)
			b.Add("at", at)
			b.Add("day", day)
			b.Add("tags", tags)
			b.Add("amounts", amounts)
			for round := range 2 { // a block is used again
				b.Reset()
				for i := range 2 * distinct {
					id.Append(uint64(round*1_000_000 + i))
					text.Append([]byte(strings.Repeat("é", i%200)))
					word.Append(fmt.Append(nil, "w", i%distinct))
					at.Append(int64(1_700_000_000_000 + i))
					for k := range i % 3 {
						tag.Append(fmt.Append(nil, "t", k))
						amount.Append(int64(1500 + k))
					}
					tags.Close()
					amounts.Close()
				}
				day.Fill(20_000, 2*distinct)
				for range 2 { // the second time nothing is stored
					if err := db.InsertNative(t.Context(), "n", &b, fmt.Sprint("token", round)); err != nil {
						t.Fatal(err)
					}
				}
			}
			var wrong uint64
			n := 2 * distinct
			if _, err := db.GetText(t.Context(), &wrong, fmt.Sprintf(`SELECT countIf(NOT (text = repeat('é', i %% 200) AND word = concat('w', toString(i %% %d))
				AND at = fromUnixTimestamp64Milli(toInt64(1700000000000 + i), 'UTC') AND day = toDate(20000)
				AND tags = arrayMap(k -> concat('t', toString(k)), range(i %% 3)) AND amounts = arrayMap(k -> toDecimal64(1.5, 3) + toDecimal64(k, 3) / 1000, range(i %% 3))))
				+ (count() != %d) + (uniqExact(id) != count()) FROM (SELECT *, id %% 1000000 AS i FROM n)`, distinct, 2*n), nil); err != nil {
				t.Fatal(err)
			}
			if wrong != 0 {
				t.Errorf("%d rows differ", wrong)
			}
			if !text.Equal(1, []byte("é")) || text.Equal(1, []byte("e")) || text.Equal(1, []byte("éé")) || text.Equal(1, nil) || !text.Equal(0, nil) {
				t.Error("Equal does not tell texts apart")
			}
		})
	}
}
