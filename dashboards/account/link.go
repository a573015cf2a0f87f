package account

import (
	"context"
	"fmt"
	"net/url"
	"time"
)

// link is what a one-click sign-in link carries.
type link struct {
	Login   string `json:"l"`
	Role    string `json:"r"`
	Mark    string `json:"m"` // changes with the password
	Expires int64  `json:"e"`
}

// Link makes the path of a one-click sign-in; it works until the time is over,
// the account is disabled or its role or password changes.
func (d *Door) Link(ctx context.Context, login string, ttl time.Duration) (string, error) {
	a, err := d.find(ctx, login)
	if err != nil {
		return "", err
	}
	if a == nil || a.Disabled {
		return "", fmt.Errorf("account: no account %q; add it first", login)
	}
	token, err := d.sign.sign("link", link{a.Login, a.Role, d.mark(a), d.now().Add(ttl).Unix()})
	if err != nil {
		return "", err
	}
	return "/signin/link?token=" + url.QueryEscape(token), nil
}

// ByLink gives the account of a link's token; an error when it is forged,
// expired or no longer true.
func (d *Door) ByLink(ctx context.Context, token string) (*Account, error) {
	var l link
	if err := d.sign.open("link", token, &l); err != nil {
		return nil, err
	}
	if d.now().Unix() >= l.Expires {
		return nil, errForged
	}
	a, err := d.find(ctx, l.Login)
	if err != nil {
		return nil, err
	}
	if a == nil || a.Disabled || a.Role != l.Role || d.mark(a) != l.Mark {
		return nil, errForged
	}
	return a, nil
}

// Forged says whether an error means a bad token rather than a failure of ours.
func Forged(err error) bool { return err == errForged } //nolint:errorlint // never wrapped
