package sql

// DaysRead for tests from outside: the days that a query says it reads with these parameters, since 1970-01-01, none for all; and whether it
// says so at all.
func DaysRead(query string, p Params) (out [][2]int, says bool, err error) {
	spans, err := spansOf(query)
	all, _ := over(spans, p)
	for _, d := range all {
		out = append(out, [2]int{d.from, d.to})
	}
	return out, len(spans) > 0, err
}

// WithViews for tests from outside.
var WithViews = withViews

// PartState for tests from outside.
const PartState = partState
