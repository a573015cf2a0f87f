package account

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// argon2id with the second set of OWASP's advice: 19 MiB, two passes, one lane.
const (
	argonMemory = 19 * 1024
	argonTime   = 2
	argonLanes  = 1
	argonKey    = 32
)

// turns bounds the memory of passwords checked at once.
var turns = make(chan struct{}, 4)

func hashPassword(password string) (string, error) {
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("account: no randomness for a salt: %w", err)
	}
	return encodeHash(salt, derive(password, salt)), nil
}

func derive(password string, salt []byte) []byte {
	turns <- struct{}{}
	defer func() { <-turns }()
	return argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonLanes, argonKey)
}

func encodeHash(salt, key []byte) string {
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", argonMemory, argonTime, argonLanes,
		b.EncodeToString(salt), b.EncodeToString(key))
}

// passwordMatches compares in constant time; an unreadable or empty hash never matches,
// and takes as long as a real one.
func passwordMatches(hash, password string) bool {
	salt, key := parseHash(hash)
	good := key != nil
	if !good {
		salt, key = make([]byte, 16), make([]byte, argonKey)
	}
	return subtle.ConstantTimeCompare(derive(password, salt), key) == 1 && good && password != ""
}

func parseHash(hash string) (salt, key []byte) {
	want := fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$", argonMemory, argonTime, argonLanes)
	rest, ok := strings.CutPrefix(hash, want)
	if !ok {
		return nil, nil
	}
	left, right, ok := strings.Cut(rest, "$")
	if !ok {
		return nil, nil
	}
	salt, err := base64.RawStdEncoding.DecodeString(left)
	if err != nil || len(salt) < 8 {
		return nil, nil
	}
	key, err = base64.RawStdEncoding.DecodeString(right)
	if err != nil || len(key) != argonKey {
		return nil, nil
	}
	return salt, key
}
