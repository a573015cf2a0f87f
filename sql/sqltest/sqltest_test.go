package sqltest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
)

func TestOpen(t *testing.T) {
	for i := range 5 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			start := time.Now()
			db := Open(t)
			t.Log(time.Since(start))
			if v, err := db.Version(context.Background()); err != nil || v == "" {
				t.Fatal(v, err)
			}
			s, err := sql.Status(context.Background(), db)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range s {
				if m.State != "applied" {
					t.Fatal(m)
				}
			}
		})
	}
}
