package account

import (
	"context"
	"net/http"
	"time"

	"github.com/linli-project/linli/dashboards/changelog"
)

// Why a new password was not taken; the values are names of words.
const (
	WrongPassword  = "password.wrong"
	ShortPassword  = "password.short"
	UnlikePassword = "password.unlike"
	SamePassword   = "password.same"
	TooManyTries   = "signin.toomany"
)

// Change gives an account a new password, which ends its other sessions and its links, and keeps this browser signed in.
// Problem names why it was not taken; empty: it was.
func (d *Door) Change(ctx context.Context, w http.ResponseWriter, r *http.Request, a *Account, old, fresh, again string) (problem string, err error) {
	switch { // the cheap reasons first
	case fresh != again:
		return UnlikePassword, nil
	case len(fresh) < shortest:
		return ShortPassword, nil
	case !d.limit.allow("login "+a.Login, 10): // whoever found an open browser may not guess here
		return TooManyTries, nil
	}
	now, err := find(ctx, d.db, a.Login)
	if err != nil {
		return "", err
	}
	switch {
	case now == nil || now.Disabled:
		return WrongPassword, nil
	case now.hash != "" && !passwordMatches(now.hash, old): // who only had links sets the first one
		return WrongPassword, nil
	case old == fresh:
		return SamePassword, nil
	}
	if now.hash, err = newHash(fresh); err != nil {
		return "", err
	}
	if err := changelog.Record(ctx, d.db, changelog.Entry{At: d.now().UTC().Truncate(time.Millisecond), Login: a.Login, Role: a.Role, What: "password", Target: a.Login, After: "changed"}); err != nil {
		return "", err
	}
	if err := write(ctx, d.db, *now, now.hash); err != nil {
		return "", err
	}
	d.limit.forget("login " + a.Login)
	d.mu.Lock()
	delete(d.cache, a.Login)
	d.mu.Unlock()
	return "", d.Open(w, r, now)
}

// HasPassword says whether the account can sign in with one.
func (a *Account) HasPassword() bool { return a.hash != "" }
