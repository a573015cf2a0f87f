package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// commented lets a query begin with a comment: an argument such as "-- orders by store\nSELECT …" is no flag. A blank before it tells
// the flags' parser so.
func commented(args []string) []string {
	out := make([]string, len(args))
	for i, a := range args {
		if strings.HasPrefix(a, "-- ") || strings.HasPrefix(a, "--\t") || strings.HasPrefix(a, "--") && strings.Contains(a, "\n") {
			a = " " + a
		}
		out[i] = a
	}
	return out
}

// longestQuery is in bytes.
const longestQuery = 1 << 20

// queryText is the query of the command line, of a file, or of standard input: with "-", or without an argument if it is no terminal.
func queryText(args []string, file string, in *os.File) (string, error) {
	if len(args) == 1 && args[0] != "-" {
		if file != "" {
			return "", errors.New("give the query or --file, not both")
		}
		return args[0], nil
	}
	name := "standard input"
	switch {
	case file != "" && len(args) == 1:
		return "", errors.New("give - or --file, not both")
	case file != "":
		opened, err := os.Open(file)
		if err != nil {
			return "", fmt.Errorf("the query cannot be read: %w", err)
		}
		defer func() { _ = opened.Close() }()
		in, name = opened, file
	case len(args) == 0:
		if info, err := in.Stat(); err != nil || info.Mode()&os.ModeCharDevice != 0 {
			return "", errors.New(`no query: give it as linli query "SELECT …", with --file FILE, or on standard input`)
		}
	}
	text, err := io.ReadAll(io.LimitReader(in, longestQuery+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("the query cannot be read from %s: %w", name, err)
	case len(text) > longestQuery:
		return "", fmt.Errorf("%s holds more than 1 MiB: that is no query", name)
	case strings.TrimSpace(string(text)) == "":
		return "", fmt.Errorf("%s is empty: write a query into it", name)
	}
	return string(text), nil
}

// formatClause parts a query from the FORMAT at its end, or before SETTINGS at its end, if it has one; words in comments and in quotes
// count for nothing.
func formatClause(query string) (rest, format string) {
	type word struct {
		text string
		from int
	}
	var before, last word // the last two words that stand side by side
	found := func() bool {
		name := strings.ToLower(last.text)
		return strings.EqualFold(before.text, "format") && before.from > 0 && name != "asc" && name != "desc"
	}
	for i := 0; i < len(query); {
		switch c := query[i]; {
		case strings.HasPrefix(query[i:], "--"):
			i = after(query, i+2, "\n")
		case strings.HasPrefix(query[i:], "/*"):
			i = after(query, i+2, "*/")
		case c == '\'' || c == '"' || c == '`':
			i, before, last = quoted(query, i), word{}, word{}
		case letter(c):
			from := i
			for i < len(query) && (letter(query[i]) || query[i] >= '0' && query[i] <= '9') {
				i++
			}
			if strings.EqualFold(query[from:i], "settings") && found() {
				return query[:before.from] + query[from:], last.text
			}
			before, last = last, word{query[from:i], from}
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ';':
			i++
		default:
			i, before, last = i+1, word{}, word{}
		}
	}
	if !found() {
		return query, ""
	}
	return query[:before.from], last.text
}

func letter(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// after gives the place behind the next mark, or the end.
func after(s string, from int, mark string) int {
	if at := strings.Index(s[min(from, len(s)):], mark); at >= 0 {
		return from + at + len(mark)
	}
	return len(s)
}

// quoted gives the place behind a quoted text, in which a backslash takes the next character with it.
func quoted(s string, from int) int {
	for i := from + 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case s[from]:
			return i + 1
		}
	}
	return len(s)
}
