package event

import "fmt"

// scanner walks through the bytes of one message. Its methods take a place in the message and return the place behind what
// they passed, or -1 when fault says why not.
type scanner struct {
	msg   []byte
	fault *Refusal
	odd   bool     // some text is long or has more than printable ASCII: only then can an id be impossible
	spare []byte   // memory of texts whose escapes were undone, and of names
	nest  []uint64 // objects and arrays open in a skipped value
	names nameSet
}

// Memory that an unusual message made grow beyond this is given back.
const keepBytes = 64 << 10

func (s *scanner) reset(msg []byte) {
	s.msg, s.fault, s.odd, s.spare = msg, nil, false, s.spare[:0]
	if cap(s.spare) > keepBytes {
		s.spare = nil
	}
	s.names.reset()
}

const spaces = 1<<' ' | 1<<'\t' | 1<<'\r' | 1<<'\n'

// space is the first place from i on that holds no white space.
func space(b []byte, i int) int {
	for i < len(b) && b[i] <= ' ' && uint64(spaces)>>b[i]&1 != 0 {
		i++
	}
	return i
}

// at is the byte at i, zero behind the end.
func (s *scanner) at(i int) byte {
	if i < len(s.msg) {
		return s.msg[i]
	}
	return 0
}

// name passes over a name.
func (s *scanner) name(i int) ([]byte, int) {
	if s.at(i) != '"' {
		return nil, s.wrong(i, "expecting a name in quotes")
	}
	return s.text(i)
}

// colon passes over what lies between a name and its value.
func (s *scanner) colon(i int) int {
	if i = space(s.msg, i); s.at(i) != ':' {
		return s.wrong(i, "expecting ':'")
	}
	return space(s.msg, i+1)
}

// after goes on behind a value to the comma or the closing character.
func (s *scanner) after(i int, closing byte) int {
	i = space(s.msg, i)
	if c := s.at(i); c != ',' && c != closing {
		return s.wrong(i, "expecting ',' or '"+string(closing)+"'")
	}
	return i
}

// literal passes over null, true or false.
func (s *scanner) literal(i int, word string) int {
	for j := range len(word) {
		if s.at(i+j) != word[j] {
			return s.wrong(i+j, "expecting "+word)
		}
	}
	return i + len(word)
}

// unlike refuses a value of the wrong kind, or rather the message if the value does not even begin as JSON does.
func (s *scanner) unlike(i int, field, must string) int {
	if c := s.at(i); c != '{' && c != '[' {
		if i = s.scalar(i); i < 0 {
			return i
		}
	}
	return s.refuse(RefuseField, field, "%s", must)
}

// twice refuses an object for the name that ends before i.
func (s *scanner) twice(i int) int { return s.wrong(i-1, "the object had this name before") }

func (s *scanner) wrong(i int, why string) int {
	if i >= len(s.msg) {
		return s.refuse(RefuseJSON, "", "the message ends inside the JSON object")
	}
	return s.refuse(RefuseJSON, "", "byte %d: %s", i, why)
}

func (s *scanner) refuse(code, field, format string, args ...any) int {
	s.fault = &Refusal{Code: code, Field: field, Detail: fmt.Sprintf(format, args...)}
	return -1
}
