package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/linli-project/linli/ingest/privacy"
)

// erasureKey makes of a user_id what is kept of somebody erased: by the configured secret, which processes on several machines
// share, else by one that lies in the data folder, apart from ClickHouse.
func (c *Config) erasureKey() (privacy.Key, error) {
	if c.Web.Secret != "" {
		return privacy.NewKey([]byte(c.Web.Secret)), nil
	}
	path := filepath.Join(c.Dir, "erasure.key")
	for range 2 {
		data, err := os.ReadFile(path)
		if err == nil {
			secret, err := hex.DecodeString(strings.TrimSpace(string(data)))
			if err != nil || len(secret) < 16 {
				return privacy.Key{}, fmt.Errorf("%s does not hold a key: put the file back from a backup; without it those who were erased are not recognised", path)
			}
			return privacy.NewKey(secret), nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return privacy.Key{}, fmt.Errorf("read the key of erasures: %w", err)
		}
		if err := c.keepKey(path); err != nil {
			return privacy.Key{}, fmt.Errorf("keep the key of erasures: %w", err)
		}
	}
	return privacy.Key{}, fmt.Errorf("%s was made and cannot be read: check the rights on %s", path, c.Dir)
}

// keepKey writes a new key beside and links it: nobody reads half of it, and of two processes the first one's stays.
func (c *Config) keepKey(path string) error {
	if err := c.dataDir(); err != nil {
		return err
	}
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(c.Dir, ".erasure-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(tmp.Name()) }()
	_, err = tmp.WriteString(hex.EncodeToString(secret) + "\n")
	if err := errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	if err := os.Link(tmp.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// sweep makes anonymous what has come of people who were erased.
func (s *stack) sweep(ctx context.Context) error {
	any, err := privacy.Any(ctx, s.db)
	if err != nil || !any {
		return err
	}
	key, err := s.cfg.erasureKey()
	if err != nil {
		return err
	}
	changed, err := privacy.Sweep(ctx, s.db, key)
	if changed > 0 {
		s.log.Info("what came of people who were erased is anonymous", "rows", changed)
	}
	return err
}
