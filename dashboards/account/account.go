// Package account knows who may see what: accounts with their roles and
// stores, passwords, one-click links, sessions and the tokens of forms.
package account

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/linli-project/linli/sql"
)

// The roles. An owner sees the stores of the account; the others see all stores.
const (
	Owner        = "owner"
	Merchandiser = "merchandiser"
	Manager      = "manager"
)

// Account is one person who can sign in.
type Account struct {
	Login    string
	Name     string
	Role     string
	Stores   []string // of an owner
	Disabled bool
	hash     string
}

// MaySee says whether the account may read a store's figures.
func (a *Account) MaySee(store string) bool {
	if a == nil || store == "" {
		return false
	}
	return a.Role == Merchandiser || a.Role == Manager || slices.Contains(a.Stores, store)
}

// Home is the page a role starts on.
func (a *Account) Home() string {
	switch a.Role {
	case Merchandiser:
		return "/merchandiser"
	case Manager:
		return "/manager"
	}
	return "/owner"
}

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

// Add writes an account; the same login again replaces it. An empty password
// makes an account that only a sign-in link opens.
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
	hash := ""
	if password != "" {
		if len(password) < 8 {
			return errors.New("account: a password has at least 8 characters")
		}
		var err error
		if hash, err = hashPassword(password); err != nil {
			return err
		}
	}
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
	r := rows[0]
	return &Account{Login: r.Login, Name: r.Name, Role: r.Role, Stores: r.StoreIDs, Disabled: r.Disabled != 0, hash: r.Hash}, nil
}
