package account

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/linli-project/linli/dashboards/changelog"
	"github.com/linli-project/linli/sql"
)

// ended are the sessions that were signed out before their time: a cookie copied from one opens nothing more. They stand in the log of
// changes, so that every process learns of them within seconds and a restart forgets none.
type ended struct {
	mu    sync.Mutex
	read  time.Time
	marks map[string]bool
}

// sessionMark names a session in the log without telling its id.
func sessionMark(session string) string {
	sum := sha256.Sum256([]byte("ended " + session))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// Close ends the session of this browser, here and wherever its cookie may have been copied to.
func (d *Door) Close(ctx context.Context, w http.ResponseWriter, r *http.Request, a *Account, session string) error {
	http.SetCookie(w, d.cookie(r, sessionCookie, "", -1))
	if a == nil || session == "" {
		return nil
	}
	mark := sessionMark(session)
	d.ended.mu.Lock()
	d.ended.marks[mark] = true
	d.ended.mu.Unlock()
	return changelog.Record(ctx, d.db, changelog.Entry{At: d.now().UTC().Truncate(time.Millisecond), Login: a.Login, Role: a.Role, What: "signout", Target: mark, After: "ended"})
}

// over says whether a session was signed out.
func (d *Door) over(ctx context.Context, session string) (bool, error) {
	now, mark := d.now(), sessionMark(session)
	d.ended.mu.Lock()
	fresh := now.Sub(d.ended.read)
	known := d.ended.marks[mark]
	d.ended.mu.Unlock()
	if known || (fresh >= 0 && fresh < cacheLife) {
		return known, nil
	}
	var rows []struct {
		Mark string `ch:"mark"`
	}
	if err := d.db.Select(ctx, &rows, "account/ended", sql.Params{"since": now.Add(-sessionLife).UTC()}); err != nil {
		return false, fmt.Errorf("account: sessions signed out: %w", err)
	}
	d.ended.mu.Lock()
	defer d.ended.mu.Unlock()
	if len(d.ended.marks) > len(rows)+1000 { // those of days gone by
		clear(d.ended.marks)
	}
	for _, r := range rows {
		d.ended.marks[r.Mark] = true
	}
	d.ended.read = now
	return d.ended.marks[mark], nil
}
