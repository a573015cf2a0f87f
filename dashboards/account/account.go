// Package account knows who may see what: accounts with their roles and
// stores, passwords, one-click links, sessions and the tokens of forms.
package account

import "slices"

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
