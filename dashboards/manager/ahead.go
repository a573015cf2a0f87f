package manager

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

const (
	remembered = 3 * 24 * time.Hour // after which nobody is expected to come back to an address
	mostUsual  = 24                 // addresses that are remembered
	aheadTime  = time.Minute        // longest that one block is worked on
)

// usual are the addresses of the board that people open, newest first asked again. A period is kept by its length, not by its days: what
// was opened yesterday is wanted today for the days up to today.
type usual struct {
	mu     sync.Mutex
	opened time.Time // when anybody last opened the board; at first when the process began
	last   map[string]time.Time
}

// note remembers what somebody opened. Days that were chosen one by one seldom come again.
func (u *usual) note(a Ask, now time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.opened = now
	q := a.values()
	if !q.Has("days") {
		return
	}
	u.last[q.Encode()] = now
	for len(u.last) > mostUsual {
		oldest := ""
		for address, at := range u.last {
			if oldest == "" || at.Before(u.last[oldest]) {
				oldest = address
			}
		}
		delete(u.last, oldest)
	}
}

// addresses are those to ask for, the newest first and then the tabs as they come up by themselves; none when nobody comes any more.
func (u *usual) addresses(now time.Time) (all []string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if now.Sub(u.opened) > remembered {
		return nil
	}
	for address, at := range u.last {
		if now.Sub(at) > remembered {
			delete(u.last, address)
			continue
		}
		all = append(all, address)
	}
	slices.SortFunc(all, func(a, b string) int { return u.last[b].Compare(u.last[a]) })
	for _, v := range Views {
		all = append(all, url.Values{"view": {v.Name}}.Encode())
	}
	return all
}

// Ahead reads the blocks that people usually open, so that their answers are remembered when somebody comes (see [sql.Ahead]). What
// is remembered already costs next to nothing.
func (m *Room) Ahead(ctx context.Context) error {
	ctx = sql.Ahead(ctx)
	for _, address := range m.usual.addresses(m.shell.Now()) {
		q, err := url.ParseQuery(address)
		if err != nil {
			return fmt.Errorf("usual address %q: %w", address, err)
		}
		a, err := m.ask(ctx, q)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(Views, func(v View) bool { return v.Name == a.View })
		for _, part := range Views[i].Parts {
			if err := m.ahead(ctx, part, a); err != nil {
				return fmt.Errorf("%s: %w", part, err)
			}
		}
	}
	return nil
}

func (m *Room) ahead(ctx context.Context, part string, a Ask) error {
	ctx, cancel := context.WithTimeout(ctx, aheadTime)
	defer cancel()
	_, err := m.load(ctx, part, a, words.Printer{Lang: words.Chinese}) // what is asked does not depend on the language
	return err
}
