package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// secret signs sessions and sign-in links: the configured one, else one kept in the data folder.
func (c *Config) secret() ([]byte, error) {
	if c.Web.Secret != "" {
		return []byte(c.Web.Secret), nil
	}
	path := filepath.Join(c.Dir, "secret")
	data, err := os.ReadFile(path)
	switch {
	case err == nil:
		secret, err := hex.DecodeString(strings.TrimSpace(string(data)))
		if err != nil || len(secret) < 16 {
			return nil, fmt.Errorf("%s does not hold a secret: delete it to get a new one, which signs everybody out", path)
		}
		return secret, nil
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("read the sign-in secret: %w", err)
	}
	if err := c.dataDir(); err != nil {
		return nil, err
	}
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return nil, err
	}
	// Written beside and renamed: a half-written secret would sign everybody out. Two processes race for one name.
	tmp, err := os.CreateTemp(c.Dir, ".secret-*")
	if err != nil {
		return nil, fmt.Errorf("keep the sign-in secret: %w", err)
	}
	defer func() { _ = os.Remove(tmp.Name()) }()
	if _, err := tmp.WriteString(hex.EncodeToString(secret) + "\n"); err != nil {
		return nil, fmt.Errorf("keep the sign-in secret: %w", err)
	}
	if err := tmp.Close(); err != nil {
		return nil, fmt.Errorf("keep the sign-in secret: %w", err)
	}
	if err := os.Link(tmp.Name(), path); errors.Is(err, fs.ErrExist) {
		return c.secret() // another process was first
	} else if err != nil {
		return nil, fmt.Errorf("keep the sign-in secret: %w", err)
	}
	return secret, nil
}
