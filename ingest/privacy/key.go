package privacy

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Key makes of a user_id what may be kept of it: a hash that nobody without the key can try ids against.
type Key struct{ secret []byte }

// NewKey makes a key of a secret of this installation. The same secret serves other ends, so this one's is derived from it.
func NewKey(secret []byte) Key {
	return Key{keyed(secret, "linli erased users")}
}

func keyed(secret []byte, text string) []byte {
	m := hmac.New(sha256.New, secret)
	_, _ = m.Write([]byte(text))
	return m.Sum(nil)
}

// Hash of a user_id, in hex.
func (k Key) Hash(user string) string { return hex.EncodeToString(keyed(k.secret, "user "+user)) }

// ID tells keys apart without giving them away.
func (k Key) ID() string { return hex.EncodeToString(keyed(k.secret, "id"))[:16] }

const maxID = 128 // bytes of an id, as events have it

// Check refuses what no person's id is.
func Check(users []string) error {
	if len(users) == 0 {
		return fmt.Errorf("nobody is named: give --user ID or --file FILE")
	}
	for _, u := range users {
		switch {
		case strings.TrimSpace(u) == "":
			return fmt.Errorf("a user_id is empty")
		case len(u) > maxID:
			return fmt.Errorf("user_id %.20q… has %d bytes: an id has at most %d", u, len(u), maxID)
		case strings.HasPrefix(u, "~") && len(u) == aliasLength:
			return fmt.Errorf("%s is an alias of somebody who was erased: nobody is behind it", u)
		}
	}
	return nil
}

// aliasLength: ~, its kind, and a hash of 16 bytes in hex.
const aliasLength = 34
