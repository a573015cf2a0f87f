package master

import (
	"fmt"
	"hash/maphash"
	"strings"

	"github.com/linli-project/linli/ingest/tabular"
)

// keySet remembers keys by their hashes: a false alarm has odds of one in a million for millions of rows. It looks at one of
// so many slices of all keys. Keys that stand twice are refused, since which of two rows would count is nothing to be guessed.
type keySet struct {
	table     []uint64 // open addressing, at most half full; 0 is a free place
	n         int64
	slice, of uint64
}

var (
	maxKeys  = int64(4 << 20) // keys remembered at a time, 64 MiB
	hashSeed = maphash.MakeSeed()
)

func newKeySet(slice, of int) *keySet {
	return &keySet{table: make([]uint64, 1<<10), slice: uint64(slice), of: uint64(of)}
}

// has says whether the key was there before, and remembers it.
func (k *keySet) has(key string) bool {
	h := maphash.String(hashSeed, key)
	if h%k.of != k.slice {
		return false
	}
	place, found := k.find(h)
	if found || k.n == maxKeys {
		return found
	}
	k.table[place] = max(h, 1)
	if k.n++; 2*k.n > int64(len(k.table)) {
		old := k.table
		k.table = make([]uint64, 2*len(old))
		for _, h := range old {
			if h != 0 {
				place, _ := k.find(h)
				k.table[place] = h
			}
		}
	}
	return false
}

// find gives the place of a hash, or the free one where it would go.
func (k *keySet) find(h uint64) (place uint64, found bool) {
	mask := uint64(len(k.table) - 1)
	for place = h >> 20 & mask; k.table[place] != 0; place = (place + 1) & mask {
		if k.table[place] == max(h, 1) {
			return place, true
		}
	}
	return place, false
}

// joined makes one key of several columns.
func joined(parts ...string) string { return strings.Join(parts, "\x00") }

// TwiceError is a row whose key stood above.
type TwiceError struct {
	Number  int64
	Unit    string // "line" or "row"
	Columns []string
}

// Error implements error.
func (e *TwiceError) Error() string {
	return fmt.Sprintf("%s %d: %s stands twice in the file", e.Unit, e.Number, strings.Join(e.Columns, ", "))
}

// twice says that a row's key stood above.
func twice[T Row](k *keySet, row *tabular.Row, s spec[T], value *T) error {
	key := s.key(value)
	if !k.has(key) {
		return nil
	}
	return fmt.Errorf("%w: %s", &TwiceError{Number: row.Number, Unit: row.Unit(), Columns: s.keyColumns}, strings.ReplaceAll(key, "\x00", ", "))
}
