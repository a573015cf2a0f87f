package account

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
)

// errForged says nothing about what is wrong with a token.
var errForged = errors.New("account: the token is not ours or has expired")

// signer signs small values; each purpose has a key of its own, so that a
// token for one purpose opens nothing else.
type signer struct{ secret []byte }

func (s signer) key(purpose string) []byte {
	m := hmac.New(sha256.New, s.secret)
	m.Write([]byte("linli/" + purpose))
	return m.Sum(nil)
}

func (s signer) mac(purpose, text string) []byte {
	m := hmac.New(sha256.New, s.key(purpose))
	m.Write([]byte(text))
	return m.Sum(nil)
}

// sign gives value.signature, both safe in addresses and cookies.
func (s signer) sign(purpose string, value any) (string, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return "", err
	}
	text := base64.RawURLEncoding.EncodeToString(raw)
	return text + "." + base64.RawURLEncoding.EncodeToString(s.mac(purpose, text)), nil
}

// open checks the signature before it reads anything.
func (s signer) open(purpose, token string, value any) error {
	text, mark, ok := strings.Cut(token, ".")
	if !ok || len(token) > 4096 {
		return errForged
	}
	got, err := base64.RawURLEncoding.DecodeString(mark)
	if err != nil || !hmac.Equal(got, s.mac(purpose, text)) {
		return errForged
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || json.Unmarshal(raw, value) != nil {
		return errForged
	}
	return nil
}

// formToken ties a form to the session or the visit it was made for.
func (s signer) formToken(id string) string {
	return base64.RawURLEncoding.EncodeToString(s.mac("form", id))
}

func (s signer) formTokenMatches(id, token string) bool {
	return id != "" && subtle.ConstantTimeCompare([]byte(s.formToken(id)), []byte(token)) == 1
}
