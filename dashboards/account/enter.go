package account

import (
	"context"
	"net"
	"net/http"
	"strings"
)

// Outcome of an attempt to sign in.
type Outcome int

// The outcomes of an attempt to sign in.
const (
	In      Outcome = iota
	Refused         // unknown, disabled or wrong password: the same answer for all three
	TooMany         // wait before the next attempt
)

// Enter checks login and password. Attempts are counted by login and by address.
func (d *Door) Enter(ctx context.Context, r *http.Request, login, password string) (*Account, Outcome, error) {
	login = strings.TrimSpace(login)
	address, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		address = r.RemoteAddr
	}
	// The address first: one address cannot fill the memory with made-up logins.
	if !d.limit.allow("address "+address, 50) || !d.limit.allow("login "+login, 10) {
		return nil, TooMany, nil
	}
	a, err := find(ctx, d.db, login)
	if err != nil {
		return nil, Refused, err
	}
	hash := ""
	if a != nil {
		hash = a.hash
	}
	if !passwordMatches(hash, password) || a.Disabled {
		return nil, Refused, nil
	}
	d.limit.forget("login " + login)
	return a, In, nil
}

// Visit gives the id that ties the sign-in form to this browser, and sets its
// cookie when the browser has none yet.
func (d *Door) Visit(w http.ResponseWriter, r *http.Request) string {
	if c, err := r.Cookie(visitCookie); err == nil && len(c.Value) >= 16 && len(c.Value) <= 64 {
		return c.Value
	}
	id := randomID()
	http.SetCookie(w, d.cookie(r, visitCookie, id, 86_400))
	return id
}

// VisitID is the id of this browser's visit; empty when it has none.
func (d *Door) VisitID(r *http.Request) string {
	if c, err := r.Cookie(visitCookie); err == nil {
		return c.Value
	}
	return ""
}

// FormToken is the value a form must send back; id is the session's or the visit's.
func (d *Door) FormToken(id string) string { return d.sign.formToken(id) }

// FormTokenMatches checks the value a form sent back.
func (d *Door) FormTokenMatches(id, token string) bool { return d.sign.formTokenMatches(id, token) }
