// Package assets holds what browsers fetch besides pages: one style sheet, one
// small script and the bundle of charts that npm builds. Addresses carry the
// hash of the content, so browsers keep them for good.
package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed page.css app.js icon.svg all:dist
var files embed.FS

// names maps what pages ask for to where it is embedded.
var names = map[string]string{
	"page.css":  "page.css",
	"app.js":    "app.js",
	"icon.svg":  "icon.svg",
	"charts.js": "dist/charts.js",
}

var types = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// Set is every asset that this binary has.
type Set struct {
	address map[string]string // name -> /assets/name-hash.ext
	file    map[string]file   // address -> content
}

type file struct {
	kind          string
	plain, zipped []byte
}

// Load reads the embedded files.
func Load() *Set {
	s := &Set{address: map[string]string{}, file: map[string]file{}}
	for name, where := range names {
		content, err := files.ReadFile(where)
		if err != nil {
			continue // the bundle, before npm ran
		}
		sum := sha256.Sum256(content)
		ext := path.Ext(name)
		address := "/assets/" + strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:6]) + ext
		s.address[name] = address
		s.file[address] = file{types[ext], content, zip(content)}
	}
	return s
}

// Address of an asset; empty when this binary was built without it.
func (s *Set) Address(name string) string { return s.address[name] }

// Has says whether this binary was built with an asset.
func (s *Set) Has(name string) bool { return s.address[name] != "" }

// Text is the content of an asset, to be put inside a page that must stand alone.
func (s *Set) Text(name string) string { return string(s.file[s.address[name]].plain) }

// ServeHTTP answers /assets/….
func (s *Set) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := s.file[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	body := f.plain
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = f.zipped
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

func zip(content []byte) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = z.Write(content)
	_ = z.Close()
	return b.Bytes()
}
