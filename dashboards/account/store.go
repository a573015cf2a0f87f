package account

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/linli-project/linli/dashboards/changelog"
	"github.com/linli-project/linli/sql"
)

// row is an account as the table holds it.
type row struct {
	Login     string    `ch:"login"`
	Name      string    `ch:"name"`
	Role      string    `ch:"role"`
	StoreIDs  []string  `ch:"store_ids"`
	Hash      string    `ch:"password_hash"`
	Disabled  uint8     `ch:"disabled"`
	UpdatedAt time.Time `ch:"updated_at"`
}

var loginForm = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,63}$`)

// Add writes an account; the same login again replaces name, role and stores, and leaves it
// shut out if it was. Without a password one that is there already stays, and a new account
// is opened by links only. What changes stands in the log of changes.
func Add(ctx context.Context, db *sql.DB, a Account, password string) error {
	if !loginForm.MatchString(a.Login) {
		return fmt.Errorf("account: login %q: 1 to 64 letters, digits and . _ @ + - are allowed, the first a letter or digit", a.Login)
	}
	switch a.Role {
	case Owner:
		if len(a.Stores) == 0 {
			return fmt.Errorf("account: owner %q needs at least one store", a.Login)
		}
	case Merchandiser, Manager:
	default:
		return fmt.Errorf("account: role %q: want owner, merchandiser or manager", a.Role)
	}
	hash, err := newHash(password)
	if err != nil {
		return err
	}
	before, err := find(ctx, db, a.Login)
	if err != nil {
		return err
	}
	if before != nil {
		a.Disabled = a.Disabled || before.Disabled
		if password == "" {
			hash = before.hash
		}
	}
	a.hash = hash
	var log []changelog.Entry
	if was, is := before.rights(), a.rights(); was != is {
		log = append(log, changelog.ByCommand("account", a.Login, was, is))
	}
	if before != nil && password != "" {
		log = append(log, changelog.ByCommand("password", a.Login, "", "changed"))
	}
	if err := changelog.Record(ctx, db, log...); err != nil {
		return err
	}
	return write(ctx, db, a, hash)
}

// newHash is empty for an empty password.
func newHash(password string) (string, error) {
	switch {
	case password == "":
		return "", nil
	case len(password) < shortest:
		return "", fmt.Errorf("account: a password has at least %d characters", shortest)
	}
	return hashPassword(password)
}

// shortest is the least length of a password, in bytes.
const shortest = 8

func write(ctx context.Context, db *sql.DB, a Account, hash string) error {
	if a.Stores == nil {
		a.Stores = []string{}
	}
	disabled := uint8(0)
	if a.Disabled {
		disabled = 1
	}
	rows := []row{{a.Login, a.Name, a.Role, a.Stores, hash, disabled, time.Now().UTC()}}
	if err := db.Insert(ctx, "account", rows, ""); err != nil {
		return fmt.Errorf("account: add %q: %w", a.Login, err)
	}
	return nil
}

// find reads one account; nil when there is none.
func find(ctx context.Context, db *sql.DB, login string) (*Account, error) {
	var rows []row
	if err := db.Select(ctx, &rows, "account/find", sql.Params{"login": strings.TrimSpace(login)}); err != nil {
		return nil, fmt.Errorf("account: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil //nolint:nilnil // no account is an answer, not a failure
	}
	return rows[0].account(), nil
}

func (r *row) account() *Account {
	return &Account{Login: r.Login, Name: r.Name, Role: r.Role, Stores: r.StoreIDs, Disabled: r.Disabled != 0, hash: r.Hash}
}

// List gives every account, by login.
func List(ctx context.Context, db *sql.DB) ([]*Account, error) {
	var rows []row
	if err := db.Select(ctx, &rows, "account/list", nil); err != nil {
		return nil, fmt.Errorf("account: %w", err)
	}
	out := make([]*Account, len(rows))
	for i := range rows {
		out[i] = rows[i].account()
	}
	return out, nil
}

// Disable shuts an account out, or lets it in again.
func Disable(ctx context.Context, db *sql.DB, login string, disabled bool) error {
	a, err := find(ctx, db, login)
	if err != nil {
		return err
	}
	if a == nil {
		return fmt.Errorf("account: there is no %q; linli account list shows who there is", login)
	}
	was := a.rights()
	a.Disabled = disabled
	if is := a.rights(); was != is {
		if err := changelog.Record(ctx, db, changelog.ByCommand("account", login, was, is)); err != nil {
			return err
		}
	}
	return write(ctx, db, *a, a.hash)
}

// rights are what an account may do, as the log keeps them: open or disabled, role, how it is opened, stores.
func (a *Account) rights() string {
	if a == nil {
		return ""
	}
	state, door := "open", "link"
	if a.Disabled {
		state = "disabled"
	}
	if a.hash != "" {
		door = "password"
	}
	return strings.TrimSpace(state + " " + a.Role + " " + door + " " + strings.Join(a.Stores, ","))
}
