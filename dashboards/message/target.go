package message

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"slices"
	"strings"

	"github.com/linli-project/linli/dashboards/words"
)

// The channels of a message.
const (
	Webhook = "webhook"
	Email   = "email"
)

// Channels are all of them.
var Channels = []string{Webhook, Email}

// Target is one receiver. Its address may hold a key: every way of printing a target gives its name instead.
type Target struct {
	Channel string
	Lang    words.Lang
	address string
	name    string
}

// Digest names the receiver in the ledger.
func (t Target) Digest() string {
	sum := sha256.Sum256([]byte(t.Channel + "\x00" + t.address))
	return hex.EncodeToString(sum[:8])
}

// String is the receiver as logs and tables may show it.
func (t Target) String() string { return t.name }

// Format prints the name, whatever the verb: %+v and %#v would show the address.
func (t Target) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, t.String()) }

// lane is what keeps a pace of its own: a robot, or the one mail server.
func (t Target) lane() string {
	if t.Channel == Email {
		return Email
	}
	return t.Digest()
}

// Receivers are those of a store, or of all stores that name none.
type Receivers struct {
	Webhook string   // address with its key
	Emails  []string // addresses of mailboxes
	Lang    words.Lang
	Off     bool // of a store: none at all
}

// Directory knows the receivers of every store.
type Directory struct {
	All    Receivers
	Stores map[string]Receivers // what a store names takes the place of what all have, channel by channel
}

// Any says whether there is any receiver at all.
func (d Directory) Any() bool {
	some := func(r Receivers) bool { return !r.Off && (r.Webhook != "" || len(r.Emails) > 0) }
	if some(d.All) {
		return true
	}
	for _, r := range d.Stores {
		if some(r) {
			return true
		}
	}
	return false
}

// Mails says whether any receiver has a mailbox.
func (d Directory) Mails() bool {
	n := len(d.All.Emails)
	for _, r := range d.Stores {
		n += len(r.Emails)
	}
	return n > 0
}

// Of gives the receivers of a store. [Directory.Check] has seen that they can be reached.
func (d Directory) Of(store string) []Target {
	r, own := d.All, d.Stores[store]
	if own.Off {
		return nil
	}
	if own.Webhook != "" {
		r.Webhook = own.Webhook
	}
	if len(own.Emails) > 0 {
		r.Emails = own.Emails
	}
	if own.Lang != "" {
		r.Lang = own.Lang
	}
	lang := words.ParseLang(string(r.Lang))
	var out []Target
	if r.Webhook != "" {
		if u, err := webhookURL(r.Webhook); err == nil {
			out = append(out, named(Target{Channel: Webhook, Lang: lang, address: r.Webhook}, u.Host))
		}
	}
	for _, text := range r.Emails {
		if box, err := mailbox(text); err == nil {
			t := named(Target{Channel: Email, Lang: lang, address: box}, hidden(box))
			if !slices.ContainsFunc(out, func(o Target) bool { return o.Digest() == t.Digest() }) {
				out = append(out, t)
			}
		}
	}
	return out
}

func named(t Target, what string) Target {
	t.name = t.Channel + " " + what + " #" + t.Digest()[:8]
	return t
}

// hidden is a mailbox's first letter and domain.
func hidden(box string) string {
	at := strings.LastIndexByte(box, '@')
	return string([]rune(box)[:1]) + "…" + box[at:]
}

// Check says which receiver cannot be reached, without its address.
func (d Directory) Check() error {
	var errs []error
	check := func(where string, r Receivers) {
		if r.Webhook != "" {
			if _, err := webhookURL(r.Webhook); err != nil {
				errs = append(errs, fmt.Errorf("%s.webhook: %w", where, err))
			}
		}
		for i, text := range r.Emails {
			if _, err := mailbox(text); err != nil {
				errs = append(errs, fmt.Errorf("%s.email, entry %d: %w", where, i+1, err))
			}
		}
		if r.Lang != "" && r.Lang != words.Chinese && r.Lang != words.English {
			errs = append(errs, fmt.Errorf("%s.lang is %q: take zh or en", where, r.Lang))
		}
	}
	check("message", d.All)
	stores := make([]string, 0, len(d.Stores))
	for id := range d.Stores {
		stores = append(stores, id)
	}
	slices.Sort(stores)
	for _, id := range stores {
		check("message.stores."+id, d.Stores[id])
	}
	return errors.Join(errs...)
}

// webhookURL reads an address; the error does not tell it, for it holds a key.
func webhookURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, errors.New("this is no address: want https://host/path?key=…")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("the address begins with neither https:// nor http://")
	case u.Hostname() == "":
		return nil, errors.New("the address has no host: want https://host/path?key=…")
	}
	return u, nil
}

// mailbox is the bare address of one mailbox.
func mailbox(text string) (string, error) {
	box, err := mail.ParseAddress(text)
	if err != nil || strings.ContainsAny(box.Address, "\r\n") {
		return "", errors.New("this is no mailbox: want name@example.com")
	}
	return box.Address, nil
}
