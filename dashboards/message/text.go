package message

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/linli-project/linli/dashboards/words"
)

// kind is what a line of a message is.
type kind uint8

const (
	lead  kind = iota // begins a section
	more              // goes on in it
	item              // stands in a list
	note              // where figures come from
	title             // of the whole
)

// span is a piece of a line.
type span struct {
	Text   string
	Strong bool
	Spare  bool // the first to be left out where there is no room for all
}

type line struct {
	kind  kind
	Spans []span
}

// Message is what a store is told on a day.
type Message struct {
	Store   string
	Day     time.Time
	Subject string
	Ready   bool // the night's work is done: there is nothing to wait for

	lines []line // title first
	link  string // address of the page; empty: none is known
	p     words.Printer
}

func plain(text string) span  { return span{Text: text} }
func strong(text string) span { return span{Text: text, Strong: true} }
func spare(text string) span  { return span{Text: text, Spare: true} }

func (m *Message) add(k kind, spans ...span) { m.lines = append(m.lines, line{k, spans}) }

// Digest is the SHA-256 of the text.
func (m Message) Digest() string {
	sum := sha256.Sum256([]byte(m.Markdown(0)))
	return hex.EncodeToString(sum[:])
}

// tame leaves out what a line must not hold: breaks, control signs and those that turn the direction of writing.
func tame(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.Is(unicode.Bidi_Control, r):
			return -1
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		}
		return r
	}, text)
}

// clip shortens a text to a number of bytes, at the end of a rune.
func clip(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	limit = max(0, limit)
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit]
}

// short is a name of the data, of so many runes at most.
func short(name string, runes int) string {
	if utf8.RuneCountInString(name) <= runes {
		return name
	}
	return string([]rune(name)[:runes-1]) + "…"
}

// clauses are the first clauses of a reason that fit into so many runes; at least the start of the first. Models part them by commas in
// Chinese and by semicolons in English.
func clauses(reason string, runes int) string {
	whole, end := []rune(reason), 0
	if len(whole) <= runes {
		return reason
	}
	for i, r := range whole[:runes+1] {
		if r == '，' || r == '；' || r == ';' {
			end = i
		}
	}
	if end == 0 {
		return short(reason, runes)
	}
	return string(whole[:end])
}

// Text is the message without marks, for e-mail and terminals.
func (m Message) Text() string {
	var b strings.Builder
	for i, l := range m.lines {
		if i > 0 {
			b.WriteString(gap(m.lines[i-1].kind, l.kind))
		}
		if l.kind == item {
			b.WriteString("- ")
		}
		for _, s := range l.Spans {
			b.WriteString(tame(s.Text))
		}
	}
	if m.link != "" {
		fmt.Fprintf(&b, "\n\n%s\n%s", m.p.T("daily.open"), m.link)
	}
	return b.String() + "\n"
}

//go:embed mail.html
var files embed.FS

var mailTemplate = template.Must(template.ParseFS(files, "mail.html"))

// part is a section as the template reads it.
type part struct {
	Title, Item, Note, More bool
	Spans                   []span
}

// HTML is the message for e-mail.
func (m Message) HTML() (string, error) {
	parts := make([]part, len(m.lines))
	for i, l := range m.lines {
		parts[i] = part{l.kind == title, l.kind == item, l.kind == note, l.kind == more, l.Spans}
	}
	var b bytes.Buffer
	err := mailTemplate.ExecuteTemplate(&b, "mail.html", map[string]any{
		"Lang": m.p.Lang.HTML(), "Subject": m.Subject, "Parts": parts, "Link": m.link, "Open": m.p.T("daily.open"), "Foot": m.p.T("daily.mail"),
	})
	return b.String(), err
}
