package sql

import "strings"

// splitStatements cuts a file of SQL at its semicolons, other than those in
// quotes and comments. Comments between statements are left out.
func splitStatements(text string) []string {
	var statements []string
	start, hasCode := 0, false
	add := func(end int) {
		if s := strings.TrimSpace(text[start:end]); hasCode && s != "" {
			statements = append(statements, s)
		}
	}
	for i := 0; i < len(text); {
		rest := text[i:]
		switch {
		case strings.HasPrefix(rest, "--"):
			i += upTo(rest, "\n")
			if !hasCode {
				start = i
			}
		case strings.HasPrefix(rest, "/*"):
			i += upTo(rest, "*/")
			if !hasCode {
				start = i
			}
		case rest[0] == '\'' || rest[0] == '"' || rest[0] == '`':
			hasCode = true
			i += quotedLength(rest)
		case rest[0] == ';':
			add(i)
			i++
			start, hasCode = i, false
		default:
			hasCode = hasCode || strings.IndexByte(" \t\r\n", rest[0]) < 0
			i++
		}
	}
	add(len(text))
	return statements
}

// upTo is the length of s up to and with end, or of all of s.
func upTo(s, end string) int {
	if i := strings.Index(s[1:], end); i >= 0 {
		return 1 + i + len(end)
	}
	return len(s)
}

// quotedLength is the length of the quoted text at the beginning of s, in which
// a backslash or a doubled quote escapes.
func quotedLength(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case s[0]:
			if i+1 < len(s) && s[i+1] == s[0] {
				i++
				continue
			}
			return i + 1
		}
	}
	return len(s)
}
