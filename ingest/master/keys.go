package master

import (
	"hash/maphash"
	"strings"
)

// keySet remembers keys by their hashes: a false alarm has odds of one in a million for millions of rows.
type keySet struct {
	seed maphash.Seed
	seen map[uint64]struct{}
}

func newKeySet() *keySet { return &keySet{maphash.MakeSeed(), map[uint64]struct{}{}} }

// has says whether the key was there before, and remembers it.
func (k *keySet) has(key string) bool {
	h := maphash.String(k.seed, key)
	if _, ok := k.seen[h]; ok {
		return true
	}
	if len(k.seen) < maxKeys {
		k.seen[h] = struct{}{}
	}
	return false
}

// joined makes one key of several columns.
func joined(parts ...string) string { return strings.Join(parts, "\x00") }
