package event

// array stands in scanner.nest where an object has its number.
const array = 0

// skip passes over any one value and checks that it is JSON. depth counts the objects and arrays around it.
func (s *scanner) skip(i, depth int) int {
	s.nest = s.nest[:0]
	for {
		if c := s.at(i); c == '{' || c == '[' {
			if depth+len(s.nest) == maxDepth {
				return s.wrong(i, "too many levels")
			}
			object, closing := uint64(array), byte(']')
			if c == '{' {
				object, closing = s.object(), '}'
			}
			s.nest = append(s.nest, object)
			if i = space(s.msg, i+1); s.at(i) != closing {
				if i = s.element(i, object); i < 0 {
					return i
				}
				continue
			}
			s.nest = s.nest[:len(s.nest)-1]
			i++
		} else if i = s.scalar(i); i < 0 {
			return i
		}
		if i = s.behind(i); i < 0 || len(s.nest) == 0 {
			return i
		}
	}
}

// behind goes on after a value inside a skipped one: to the next value, or behind the skipped one.
func (s *scanner) behind(i int) int {
	for len(s.nest) > 0 {
		object, closing := s.nest[len(s.nest)-1], byte('}')
		if object == array {
			closing = ']'
		}
		if i = s.after(i, closing); i < 0 {
			return i
		}
		if s.msg[i] == ',' {
			return s.element(space(s.msg, i+1), object)
		}
		s.nest = s.nest[:len(s.nest)-1]
		i++
	}
	return i
}

// element passes over the name of an object's next value. In an array there is none.
func (s *scanner) element(i int, object uint64) int {
	if object == array {
		return i
	}
	name, i := s.name(i)
	if i < 0 {
		return i
	}
	if !s.add(object, name) {
		return s.twice(i)
	}
	return s.colon(i)
}

// scalar passes over a string, number or literal.
func (s *scanner) scalar(i int) int {
	switch s.at(i) {
	case '"':
		size := len(s.spare)
		_, i = s.text(i)
		s.spare = s.spare[:size]
		return i
	case 'n':
		return s.literal(i, "null")
	case 't':
		return s.literal(i, "true")
	case 'f':
		return s.literal(i, "false")
	}
	return s.digits(i)
}
