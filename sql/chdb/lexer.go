package chdb

import "strings"

type tokenKind int

const (
	tokenEnd tokenKind = iota
	tokenWord
	tokenOther // punctuation, number, string, quoted name
)

type token struct {
	kind       tokenKind
	text       string
	start, end int
	depth      int // of brackets around it
}

func (t token) upper() string { return strings.ToUpper(t.text) }

func (t token) is(keyword string) bool {
	return t.kind == tokenWord && strings.EqualFold(t.text, keyword)
}

// lexer cuts ClickHouse SQL into tokens. It never fails: what it cannot read,
// the engine will refuse.
type lexer struct {
	text  string
	at    int
	depth int
}

func (l *lexer) next() token {
	l.skip()
	start := l.at
	if start >= len(l.text) {
		return token{kind: tokenEnd, start: start, end: start}
	}
	kind := tokenOther
	depth := l.depth
	switch b := l.text[start]; {
	case isWordByte(b) && (b < '0' || b > '9'):
		kind = tokenWord
		for l.at < len(l.text) && isWordByte(l.text[l.at]) {
			l.at++
		}
	case b >= '0' && b <= '9':
		for l.at < len(l.text) && (isWordByte(l.text[l.at]) || l.text[l.at] == '.') {
			l.at++
		}
	case b == '\'' || b == '"' || b == '`':
		l.quoted(b)
	case b == '$':
		l.heredoc()
	case b == '(' || b == '[' || b == '{':
		l.at++
		l.depth++
	case b == ')' || b == ']' || b == '}':
		l.at++
		l.depth--
		depth = l.depth
	default:
		l.at++
	}
	return token{kind: kind, text: l.text[start:l.at], start: start, end: l.at, depth: depth}
}

// skip steps over blanks and comments.
func (l *lexer) skip() {
	for l.at < len(l.text) {
		rest := l.text[l.at:]
		switch {
		case strings.IndexByte(" \t\r\n\v\f;", rest[0]) >= 0:
			l.at++
		case strings.HasPrefix(rest, "--"), strings.HasPrefix(rest, "# "), strings.HasPrefix(rest, "#!"):
			if i := strings.IndexByte(rest, '\n'); i >= 0 {
				l.at += i + 1
			} else {
				l.at = len(l.text)
			}
		case strings.HasPrefix(rest, "/*"):
			if i := strings.Index(rest, "*/"); i >= 0 {
				l.at += i + 2
			} else {
				l.at = len(l.text)
			}
		default:
			return
		}
	}
}

// quoted steps over a string or a quoted name, with \ and doubling as escapes.
func (l *lexer) quoted(quote byte) {
	for l.at++; l.at < len(l.text); l.at++ {
		switch l.text[l.at] {
		case '\\':
			l.at++
		case quote:
			if l.at+1 < len(l.text) && l.text[l.at+1] == quote {
				l.at++
				continue
			}
			l.at++
			return
		}
	}
	l.at = len(l.text)
}

// heredoc steps over $tag$…$tag$, or over a lone dollar.
func (l *lexer) heredoc() {
	rest := l.text[l.at:]
	n := strings.IndexByte(rest[1:], '$')
	if n < 0 || strings.Trim(rest[1:n+1], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != "" {
		l.at++
		return
	}
	tag := rest[:n+2]
	if i := strings.Index(rest[len(tag):], tag); i >= 0 {
		l.at += 2*len(tag) + i
	} else {
		l.at = len(l.text)
	}
}

func isWordByte(b byte) bool {
	return b == '_' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b >= 0x80
}
