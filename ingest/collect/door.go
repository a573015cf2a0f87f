package collect

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// caller is who sends: a key, or this machine. Metrics know it by its label; the key itself is kept as a hash only.
type caller struct {
	label string
	hash  [sha256.Size]byte
	rate  *bucket
}

const minKey = 8 // characters of an API key

var keyName = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,31}$`)

// partKey parts NAME:KEY; a key without a name is called by its place, counted from 1.
func partKey(entry string, place int) (label, key string) {
	if name, key, ok := strings.Cut(entry, ":"); ok && keyName.MatchString(name) {
		return name, key
	}
	return "key" + strconv.Itoa(place), entry
}

// CheckKeys refuses keys that are too short, or that stand twice.
func CheckKeys(keys []string) error {
	labels, seen := map[string]bool{}, map[string]bool{}
	for i, entry := range keys {
		label, key := partKey(entry, i+1)
		switch {
		case len(key) < minKey:
			return fmt.Errorf("key %d (%s) is shorter than %d characters: take a longer one, such as one of `openssl rand -hex 16`", i+1, label, minKey)
		case seen[key]:
			return fmt.Errorf("key %d (%s) stands twice: give each sender its own", i+1, label)
		case labels[label]:
			return fmt.Errorf("key %d: the name %s stands twice", i+1, label)
		case strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }):
			return fmt.Errorf("key %d (%s) has a blank or a character beyond ASCII, which no HTTP header carries", i+1, label)
		}
		labels[label], seen[key] = true, true
	}
	return nil
}

func (h *Handler) admit(keys []string) {
	for i, entry := range keys {
		label, key := partKey(entry, i+1)
		h.callers = append(h.callers, &caller{label: label, hash: sha256.Sum256([]byte(key)), rate: newBucket(h.o.Rate, h.o.Burst)})
	}
	h.local = &caller{label: "local", rate: newBucket(h.o.Rate, h.o.Burst)}
}

// enter says who calls, or why he is not let in.
func (h *Handler) enter(r *http.Request) (*caller, *refusal) {
	if len(h.callers) == 0 {
		return h.enterLocal(r)
	}
	key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	hash := sha256.Sum256([]byte(key)) // of one length, so that the comparison tells nothing about it
	var from *caller
	for _, c := range h.callers {
		if subtle.ConstantTimeCompare(c.hash[:], hash[:]) == 1 {
			from = c
		}
	}
	if !ok || from == nil {
		return nil, &refusal{http.StatusUnauthorized, "the header Authorization: Bearer KEY is missing or its key is not known here", 0}
	}
	return from, nil
}

// enterLocal lets programs of this machine in where no key is configured: what a demo and a first try need, and nothing that
// others reach. A proxy in front makes the whole world seem local, so what came through one needs a key, as does what was
// asked for under another name than this machine's: a web page can point its own name here.
func (h *Handler) enterLocal(r *http.Request) (*caller, *refusal) {
	if h.cross.Check(r) != nil {
		return nil, &refusal{http.StatusForbidden, "events from web pages of other origins are not taken without an API key", 0}
	}
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"} {
		if r.Header.Get(name) != "" {
			return nil, needsKey()
		}
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !peer.Addr().Unmap().IsLoopback() || !localName(r.Host) {
		return nil, needsKey()
	}
	return h.local, nil
}

func needsKey() *refusal {
	return &refusal{http.StatusUnauthorized, "without API keys only programs on this machine may send events: set collector.keys (LINLI_COLLECTOR_KEYS) and send Authorization: Bearer KEY", 0}
}

func localName(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	addr, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return strings.EqualFold(host, "localhost") || err == nil && addr.IsLoopback()
}

// fail answers about the whole request.
func (h *Handler) fail(w http.ResponseWriter, from *caller, no refusal) {
	if no.wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(no.wait.Seconds()))))
	}
	if no.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="events"`)
	}
	h.reply(w, from, no.status, map[string]string{"error": no.text})
}

// later answers somebody who is still sending. One who is to come back reads the answer only when all is sent, so the rest of
// his body is taken and thrown away.
func (h *Handler) later(w http.ResponseWriter, r *http.Request, from *caller, no refusal) {
	if no.wait > 0 {
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(h.o.BodyTime))
		_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, h.o.MaxBytes))
	}
	h.fail(w, from, no)
}

var errNoRoom = errors.New("no room for the body")

const (
	tooLarge = "the request is too large: send fewer events at a time"
	tooFast  = "events come faster than this key's rate: send them again later, duplicates are recognised"
	noRoom   = "too many events are under way: send them again in a moment, duplicates are recognised"
	roomWait = time.Second
)
