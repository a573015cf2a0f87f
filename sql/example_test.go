package sql_test

import (
	"context"
	"fmt"
	"os"

	"github.com/linli-project/linli/sql"
)

func Example() {
	ctx := context.Background()
	dir, _ := os.MkdirTemp("", "linli-example-")
	defer os.RemoveAll(dir)

	db, err := sql.Open(ctx, "embedded:"+dir, sql.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer db.Close()
	if _, err := sql.Migrate(ctx, db); err != nil {
		fmt.Println(err)
		return
	}

	// A partition is published beside the old one and then swapped.
	_ = db.Exec(ctx, "CREATE TABLE sold (day Date, product String, units Float64) ENGINE = MergeTree PARTITION BY day ORDER BY product", nil)
	type row struct {
		Product string  `ch:"product"`
		Units   float64 `ch:"units"`
	}
	for range 2 { // a rerun changes nothing
		rows, err := db.Publish(ctx, "sold", []string{"2026-11-22"}, func(ctx context.Context, staging string) error {
			return db.Exec(ctx, "INSERT INTO "+staging+" VALUES ('2026-11-22', '白菜', 12.5), ('2026-11-22', '豆腐', 8)", nil)
		})
		fmt.Println("published", rows, err)
	}

	var sold []row
	err = db.SelectText(ctx, &sold, "SELECT product, units FROM sold WHERE day = {day:Date} ORDER BY units", sql.Params{"day": "2026-11-22"})
	fmt.Println(sold, err)
	// Output:
	// published 2 <nil>
	// published 2 <nil>
	// [{豆腐 8} {白菜 12.5}] <nil>
}
