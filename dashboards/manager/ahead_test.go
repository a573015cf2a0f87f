package manager

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/linli-project/linli/dashboards/assets"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// TestAhead: who opens the board at the usual period waits for nothing that was asked ahead; an address that somebody opened is asked again
// after its days were built anew; nobody is asked for when nobody came for days.
func TestAhead(t *testing.T) {
	db, ctx := sqltest.Open(t), t.Context()
	sell := func(day string, amount string) {
		t.Helper()
		if err := db.Exec(ctx, "INSERT INTO fact_store (business_day, store_id, orders, amount) VALUES ('"+day+"', 's1', 1, "+amount+")", nil); err != nil {
			t.Fatal(err)
		}
	}
	sell("2026-11-20", "100")
	memory, now := sql.NewMemory(1<<20, 0), time.Date(2026, 11, 21, 4, 0, 0, 0, time.UTC)
	shell := page.NewShell(page.Shell{Assets: assets.Load(), Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now }})
	room := New(db.WithMemory(memory), shell)
	asked := func(what string, some bool, do func()) {
		t.Helper()
		_, before := memory.Counts()
		do()
		if _, after := memory.Counts(); after > before != some {
			t.Errorf("%s: %d questions reached the database", what, after-before)
		}
	}
	ahead := func() {
		if err := room.Ahead(ctx); err != nil {
			t.Fatal(err)
		}
	}
	read := func(address string) func() {
		return func() {
			t.Helper()
			a, err := room.ask(ctx, httptest.NewRequest(http.MethodGet, address, nil).URL.Query())
			if err != nil {
				t.Fatal(err)
			}
			room.usual.note(a, now)
			for _, v := range Views {
				for _, part := range v.Parts {
					if v.Name != a.View {
						continue
					}
					if _, err := room.load(ctx, part, a, shell.Printer(httptest.NewRequest(http.MethodGet, address, nil))); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
	asked("ahead", true, ahead)
	for _, v := range Views {
		asked("the tab "+v.Name, false, read("/manager?view="+v.Name))
	}
	asked("an address that nobody opened", true, read("/manager?days=91&store=s1"))
	asked("nothing has changed", false, ahead)
	sell("2026-11-19", "50")
	asked("a day has changed", true, ahead)
	asked("the address that somebody opened", false, read("/manager?days=91&store=s1"))
	asked("chosen days", true, read("/manager?from=2026-11-01&to=2026-11-02"))
	now = now.Add(4 * 24 * time.Hour)
	sell("2026-11-24", "50")
	asked("nobody came for days", false, ahead)
}
