package api

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/linli-project/linli/dashboards/account"
	"github.com/linli-project/linli/dashboards/changelog"
	"github.com/linli-project/linli/sql"
)

// Key is what is kept of a key: never the key itself.
type Key struct {
	ID      string    `ch:"key_id"`
	Login   string    `ch:"login"` // whose rights it has
	Note    string    `ch:"note"`
	Hash    string    `ch:"hash"`
	Created time.Time `ch:"created_at"`
	Expires time.Time `ch:"expires_at"` // 1970-01-01: never
	Revoked uint8     `ch:"revoked"`
}

// keyRow is a key as it is written.
type keyRow struct {
	ID      string    `ch:"key_id"`
	Login   string    `ch:"login"`
	Note    string    `ch:"note"`
	Hash    string    `ch:"hash"`
	Created time.Time `ch:"created_at"`
	Expires time.Time `ch:"expires_at"`
	Revoked uint8     `ch:"revoked"`
	Updated time.Time `ch:"updated_at"`
}

// prefix makes a key known for what it is, to people and to scanners of leaked secrets.
const prefix = "linli_"

// AddKey makes a key for an account and gives it: the only time that it is seen. Without a duration it never expires.
func AddKey(ctx context.Context, db *sql.DB, login, note string, valid time.Duration) (string, error) {
	list, err := account.List(ctx, db)
	if err != nil {
		return "", err
	}
	known := false
	for _, a := range list {
		known = known || a.Login == login && !a.Disabled
	}
	if !known {
		return "", fmt.Errorf("api key: there is no open account %q; linli account list shows who there is", login)
	}
	if valid < 0 {
		return "", fmt.Errorf("api key: a key cannot have ended %s ago: give a time to come, or none", -valid)
	}
	id := strings.ToLower(rand.Text()[:8])
	key := prefix + id + "_" + rand.Text() + rand.Text()[:6] // 160 bits of its own
	now := time.Now().UTC()
	expires := time.Unix(0, 0).UTC()
	if valid > 0 {
		expires = now.Add(valid)
	}
	until := "open"
	if valid > 0 {
		until += " until " + expires.Format(time.DateOnly)
	}
	log := changelog.ByCommand("api_key", id+" "+login, "", until)
	log.Note = note
	if err := changelog.Record(ctx, db, log); err != nil {
		return "", fmt.Errorf("api key: %w", err)
	}
	row := keyRow{id, login, note, digest(key), now, expires, 0, now}
	if err := db.Insert(ctx, "api_key", []keyRow{row}, ""); err != nil {
		return "", fmt.Errorf("api key: %w", err)
	}
	return key, nil
}

// Keys lists all keys, the newest first.
func Keys(ctx context.Context, db *sql.DB) ([]Key, error) {
	var keys []Key
	if err := db.Select(ctx, &keys, "api/keys", nil); err != nil {
		return nil, fmt.Errorf("api keys: %w", err)
	}
	return keys, nil
}

// RevokeKey ends a key, at once and for good.
func RevokeKey(ctx context.Context, db *sql.DB, id string) error {
	keys, err := Keys(ctx, db)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if k.ID == id {
			if k.Revoked != 0 {
				return nil
			}
			log := changelog.ByCommand("api_key", k.ID+" "+k.Login, "open", "revoked")
			log.Note = k.Note
			if err := changelog.Record(ctx, db, log); err != nil {
				return fmt.Errorf("api key: %w", err)
			}
			row := keyRow{k.ID, k.Login, k.Note, k.Hash, k.Created, k.Expires, 1, time.Now().UTC()}
			if err := db.Insert(ctx, "api_key", []keyRow{row}, ""); err != nil {
				return fmt.Errorf("api key: revoke %s: %w", id, err)
			}
			return nil
		}
	}
	return fmt.Errorf("api key: there is no key %q; linli account key list shows which there are", id)
}

func digest(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// found is a key with its account.
type found struct {
	Key
	Name     string   `ch:"name"`
	Role     string   `ch:"role"`
	StoreIDs []string `ch:"store_ids"`
	Disabled uint8    `ch:"disabled"`
}

// open gives the account of a key, and the key's id; none when the key opens nothing.
func (m *Room) open(ctx context.Context, key string) (*account.Account, string, error) {
	rest, ours := strings.CutPrefix(key, prefix)
	id, secret, whole := strings.Cut(rest, "_")
	if !ours || !whole || id == "" || secret == "" || len(key) > 200 {
		return nil, "", nil
	}
	var rows []found
	if err := m.db.Select(ctx, &rows, "api/key", sql.Params{"key": id}); err != nil {
		return nil, "", err
	}
	for _, k := range rows {
		good := subtle.ConstantTimeCompare([]byte(digest(key)), []byte(k.Hash)) == 1
		ended := k.Expires.Unix() > 0 && !m.now().Before(k.Expires)
		if good && !ended && k.Revoked == 0 && k.Disabled == 0 {
			return &account.Account{Login: k.Login, Name: k.Name, Role: k.Role, Stores: k.StoreIDs}, id, nil
		}
	}
	return nil, "", nil
}
