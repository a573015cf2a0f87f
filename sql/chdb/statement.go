package chdb

import "strings"

// sqlText is what the door has to know about a statement before it runs it.
type sqlText struct {
	keyword string // its first word, in capitals
	format  string // of its FORMAT clause, "" if none
	totals  bool   // WITH TOTALS: the output is not a plain list of rows
	outfile bool   // INTO OUTFILE: would write a file on this machine
	// For an INSERT that carries data: the statement without its FORMAT clause,
	// and where the data begins.
	hasData bool
	head    string
	dataAt  int
}

// readSQL looks into a statement. The text may be the beginning of a long
// INSERT, of which only the part before the data is looked at.
func readSQL(text string) sqlText {
	var s sqlText
	l := lexer{text: text}
	word := l.next()
	s.keyword = word.upper()
	if s.keyword == "INSERT" {
		s.readInsert(&l)
		return s
	}
	var last, previous token // last is the word after FORMAT, if it ends the statement
	for t := word; t.kind != tokenEnd; t = l.next() {
		if last.kind == tokenWord && previous == last && !t.is("SETTINGS") {
			last = token{} // it was a column or table named format
		}
		switch {
		case t.depth == 0 && previous.is("FORMAT") && t.kind == tokenWord:
			last = t
		case previous.is("WITH") && t.is("TOTALS"):
			s.totals = true
		case previous.is("INTO") && t.is("OUTFILE"):
			s.outfile = true
		}
		previous = t
	}
	s.format = last.text
	return s
}

// readInsert finds where the data of an INSERT begins, if it has any.
func (s *sqlText) readInsert(l *lexer) {
	t := l.next()
	for t.is("INTO") || t.is("TABLE") {
		t = l.next()
	}
	if t.is("FUNCTION") {
		l.next()
	}
	// The name, which may be a keyword: name, db.name, then the rest.
	t = l.next()
	for t.text == "." {
		l.next()
		t = l.next()
	}
	for ; t.kind != tokenEnd; t = l.next() {
		if t.depth != 0 || t.kind != tokenWord {
			if t.depth == 1 && (t.is("SELECT") || t.is("WITH")) {
				return
			}
			continue
		}
		switch t.upper() {
		case "SELECT", "WITH", "WATCH", "INFILE":
			return
		case "VALUES":
			s.hasData, s.format = true, "Values"
			s.head, s.dataAt = l.text[:t.start], t.end
			return
		case "FORMAT":
			name := l.next()
			if name.kind != tokenWord {
				return
			}
			s.hasData, s.format = true, name.text
			s.head, s.dataAt = l.text[:t.start], skipToData(l.text, name.end)
			return
		}
	}
	s.head = strings.TrimRight(strings.TrimSpace(l.text), ";")
}

// skipToData steps over blanks and one line end after the name of the format.
func skipToData(text string, i int) int {
	for i < len(text) && (text[i] == ' ' || text[i] == '\t') {
		i++
	}
	if i < len(text) && text[i] == '\r' {
		i++
	}
	if i < len(text) && text[i] == '\n' {
		i++
	}
	return i
}
