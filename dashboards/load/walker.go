package load

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"regexp"
	"strings"
	"sync"
	"time"
)

// walker is the browser of a person.
type walker struct {
	person Person
	place  Place
	base   string
	rng    *rand.Rand
	meter  *meter
	from   time.Time // clicks before it are not counted
	client *http.Client
}

// newClient keeps cookies, six connections and follows nothing by itself.
func newClient() *http.Client {
	jar, _ := cookiejar.New(nil) // never fails without options
	return &http.Client{
		Jar: jar, Timeout: time.Minute,
		Transport:     &http.Transport{MaxConnsPerHost: 6, MaxIdleConnsPerHost: 6, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// fetch asks for an address and reads the answer to its last byte.
func (w *walker) fetch(ctx context.Context, address, part string) (s sample) {
	s.address = address
	if strings.HasPrefix(address, "/") {
		address = w.base + address
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		s.err = err
		return s
	}
	r.Header.Set("Accept-Encoding", "gzip")
	if part != "" {
		r.Header.Set("X-Part", part)
	}
	start := time.Now()
	res, err := w.client.Do(r)
	if err == nil {
		s.status = res.StatusCode
		s.body, err = io.ReadAll(res.Body)
		_ = res.Body.Close()
	}
	s.took, s.bytes, s.err = time.Since(start), int64(len(s.body)), err
	if err == nil && res.Header.Get("Content-Encoding") == "gzip" { // outside of the time: that is the phone's work
		s.body = unzip(s.body)
	}
	return s
}

func unzip(b []byte) []byte {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil
	}
	out, err := io.ReadAll(z)
	if err != nil {
		return nil
	}
	return out
}

var (
	partOf = regexp.MustCompile(`data-part="([^"]+)"`)
	broken = regexp.MustCompile(`class="state bad" role="alert"`) // a block that failed says so with this
)

// problem says what is wrong with an answer; empty: nothing.
func (s sample) problem() string {
	switch {
	case s.err != nil:
		return s.err.Error()
	case s.status != http.StatusOK:
		return fmt.Sprintf("answered %d", s.status)
	case broken.Match(s.body):
		return "a block of it failed"
	}
	return ""
}

// click opens a page and what it loads by itself.
func (w *walker) click(ctx context.Context, p Page) {
	address := p.Path
	if q := p.ask(w); len(q) > 0 {
		address += "?" + q.Encode()
	}
	start := time.Now()
	frame := w.fetch(ctx, address, "")
	whole := frame
	problem := frame.problem()
	first := problem
	var parts []sample
	if p.Kind != File {
		parts = w.parts(ctx, frame.body)
	}
	for _, s := range parts {
		if end := s.problem(); end != "" && problem == "" {
			problem = s.address + ": " + end
		}
		whole.bytes += s.bytes
	}
	if len(parts) > 0 {
		whole.took = time.Since(start)
	}
	if ctx.Err() != nil || start.Before(w.from) {
		return
	}
	role := w.person.Role
	if p.Kind == File {
		w.meter.add(key{File, p.Name, role}, frame, first)
		return
	}
	w.meter.add(key{Whole, p.Name, role}, whole, problem)
	w.meter.add(key{Frame, p.Name, role}, frame, first)
	for _, s := range parts {
		path, _, _ := strings.Cut(s.address, "?")
		w.meter.add(key{Part, path, role}, s, s.problem())
	}
}

// parts asks for what the page loads by itself, side by side; the transport keeps to six connections.
func (w *walker) parts(ctx context.Context, body []byte) []sample {
	var addresses []string
	for _, m := range partOf.FindAllSubmatch(body, -1) {
		addresses = append(addresses, html.UnescapeString(string(m[1])))
	}
	out := make([]sample, len(addresses))
	var wait sync.WaitGroup
	for i, a := range addresses {
		wait.Go(func() { out[i] = w.fetch(ctx, a, "1") })
	}
	wait.Wait()
	return out
}
