package account

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/linli-project/linli/sql"
)

const (
	sessionCookie = "linli_session"
	visitCookie   = "linli_visit"
	sessionLife   = 12 * time.Hour
	cacheLife     = 2 * time.Second
)

// Door lets people in: it checks passwords and links, keeps sessions in signed
// cookies and looks the account up again on every request.
type Door struct {
	db     *sql.DB
	sign   signer
	now    func() time.Time
	secure bool // the public address is https
	limit  *limiter

	mu     sync.Mutex
	cache  map[string]seen
	guests map[string]*Account // in no table
	ended  ended
}

type seen struct {
	account *Account
	at      time.Time
}

// NewDoor makes a door; secret signs everything it hands out.
func NewDoor(db *sql.DB, secret []byte, secure bool, now func() time.Time) *Door {
	return &Door{db: db, sign: signer{secret}, now: now, secure: secure, limit: newLimiter(now), cache: map[string]seen{}, guests: map[string]*Account{}, ended: ended{marks: map[string]bool{}}}
}

// Guest lets somebody in who is in no table, until the process ends: for measuring, where nothing is to be written. A guest has no
// password and comes by a link.
func (d *Door) Guest(a Account) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.guests[a.Login] = &a
}

// find reads one account, of a guest or of the table; nil when there is none.
func (d *Door) find(ctx context.Context, login string) (*Account, error) {
	d.mu.Lock()
	guest := d.guests[login]
	d.mu.Unlock()
	if guest != nil {
		return guest, nil
	}
	return find(ctx, d.db, login)
}

// session is what the cookie carries.
type session struct {
	ID      string `json:"i"`
	Login   string `json:"l"`
	Mark    string `json:"m"` // changes with the password
	Expires int64  `json:"e"`
}

// Open starts a session and sets its cookie.
func (d *Door) Open(w http.ResponseWriter, r *http.Request, a *Account) error {
	until := d.now().Add(sessionLife)
	token, err := d.sign.sign("session", session{randomID(), a.Login, d.mark(a), until.Unix()})
	if err != nil {
		return err
	}
	http.SetCookie(w, d.cookie(r, sessionCookie, token, int(sessionLife/time.Second)))
	return nil
}

// Who is signed in; nil when nobody is. The second value identifies the session.
func (d *Door) Who(r *http.Request) (*Account, string, error) {
	c, err := r.Cookie(sessionCookie)
	if err != nil {
		return nil, "", nil //nolint:nilerr // no cookie: nobody is signed in
	}
	var s session
	if d.sign.open("session", c.Value, &s) != nil || d.now().Unix() >= s.Expires {
		return nil, "", nil //nolint:nilerr // a forged or old cookie: nobody is signed in
	}
	a, err := d.look(r.Context(), s.Login)
	if err != nil {
		return nil, "", err
	}
	if a == nil || a.Disabled || d.mark(a) != s.Mark {
		return nil, "", nil
	}
	if over, err := d.over(r.Context(), s.ID); err != nil || over {
		return nil, "", err
	}
	return a, s.ID, nil
}

func (d *Door) look(ctx context.Context, login string) (*Account, error) {
	d.mu.Lock()
	hit, ok := d.cache[login]
	d.mu.Unlock()
	if age := d.now().Sub(hit.at); ok && age >= 0 && age < cacheLife {
		return hit.account, nil
	}
	a, err := d.find(ctx, login)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.cache) > 10_000 {
		clear(d.cache)
	}
	d.cache[login] = seen{a, d.now()}
	return a, nil
}

// mark changes when the password does, which ends the sessions opened before.
func (d *Door) mark(a *Account) string {
	return base64.RawURLEncoding.EncodeToString(d.sign.mac("mark", a.Login+"\x00"+a.hash)[:9])
}

func (d *Door) cookie(r *http.Request, name, value string, age int) *http.Cookie {
	return &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: age, HttpOnly: true,
		Secure: d.secure || r.TLS != nil, SameSite: http.SameSiteLaxMode,
	}
}

func randomID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails, says its documentation
	return strings.TrimRight(base64.URLEncoding.EncodeToString(b), "=")
}
