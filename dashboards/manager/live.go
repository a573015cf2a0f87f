package manager

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/linli-project/linli/sql"
)

// ledger is what ingest counted for one topic.
type ledger struct {
	Topic        string    `ch:"topic"`
	Consumed     uint64    `ch:"consumed"`
	Stored       uint64    `ch:"stored"`
	Duplicate    uint64    `ch:"duplicate"`
	Rejected     uint64    `ch:"rejected"`
	AllConsumed  uint64    `ch:"all_consumed"`
	AllStored    uint64    `ch:"all_stored"`
	AllDuplicate uint64    `ch:"all_duplicate"`
	AllRejected  uint64    `ch:"all_rejected"`
	Newest       time.Time `ch:"newest"`
}

// Tally counts events of one kind.
type Tally struct {
	Consumed  uint64 `json:"consumed"`
	Stored    uint64 `json:"stored"`
	Duplicate uint64 `json:"duplicate"`
	Rejected  uint64 `json:"rejected"`
}

// Live is what /live.json answers.
type Live struct {
	At     time.Time        `json:"at"`
	Newest time.Time        `json:"newest"` // newest block stored; zero when there is none
	Rate   float64          `json:"rate"`   // events per second over the last minute
	Minute Tally            `json:"minute"` // last 60 seconds
	Total  Tally            `json:"total"`
	Type   map[string]Tally `json:"type"` // last 60 seconds by event type
	Types  map[string]Tally `json:"types"`
}

func (t *Tally) add(o Tally) {
	t.Consumed += o.Consumed
	t.Stored += o.Stored
	t.Duplicate += o.Duplicate
	t.Rejected += o.Rejected
}

func loadLive(ctx context.Context, db *sql.DB, now time.Time) (Live, error) {
	l := Live{At: now.UTC(), Type: map[string]Tally{}, Types: map[string]Tally{}}
	for _, kind := range []string{"click", "order", "share"} {
		l.Type[kind], l.Types[kind] = Tally{}, Tally{}
	}
	var rows []ledger
	if err := db.Select(ctx, &rows, "manager/live", sql.Params{"since": now.Add(-time.Minute)}); err != nil {
		return l, err
	}
	for _, r := range rows {
		minute := Tally{r.Consumed, r.Stored, r.Duplicate, r.Rejected}
		all := Tally{r.AllConsumed, r.AllStored, r.AllDuplicate, r.AllRejected}
		kind := r.Topic[strings.LastIndexByte(r.Topic, '.')+1:]
		l.Type[kind], l.Types[kind] = minute, all
		l.Minute.add(minute)
		l.Total.add(all)
		if r.Newest.After(l.Newest) {
			l.Newest = r.Newest
		}
	}
	l.Rate = float64(int(float64(l.Minute.Consumed)/60*10+0.5)) / 10
	return l, nil
}

// LiveJSON answers /live.json.
func (m *Room) LiveJSON(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	l, err := loadLive(ctx, m.db, m.shell.Now())
	if err != nil {
		m.shell.Log.Error("live figures failed", "error", err)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte(`{"error":"unavailable"}`))
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(l)
}
