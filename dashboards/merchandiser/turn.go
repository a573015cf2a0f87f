package merchandiser

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"

	"github.com/linli-project/linli/dashboards/words"
)

// Turner turns the pages of a long table: the address stays, but for the number of the page.
type Turner struct {
	Name  string // of the number in the address
	Page  int    // from 1
	Each  int    // rows on a page
	Total uint64 // rows on all pages
	rest  url.Values
}

func turnerOf(r *http.Request, name string, each int) Turner {
	t := Turner{Name: name, Page: 1, Each: each, rest: r.URL.Query()}
	if n, err := strconv.Atoi(t.rest.Get(name)); err == nil && n > 1 && n <= 10_000 {
		t.Page = n
	}
	for _, once := range []string{name, "done", "same"} {
		t.rest.Del(once)
	}
	return t
}

// Offset is how many rows stand before this page.
func (t Turner) Offset() int { return (t.Page - 1) * t.Each }

// Pages is how many there are.
func (t Turner) Pages() int {
	return int((t.Total + uint64(t.Each) - 1) / uint64(t.Each)) //nolint:gosec // both are small
}

// More says whether there is a page after this one.
func (t Turner) More() bool { return t.Page < t.Pages() }

// To is the address of the page so many further on.
func (t Turner) To(by int) template.URL {
	q := url.Values{}
	for name, v := range t.rest {
		q[name] = v
	}
	q.Set(t.Name, strconv.Itoa(t.Page+by))
	return template.URL("?" + q.Encode()) //nolint:gosec // encoded here
}

// Turning is what the template of the pages reads.
type Turning struct {
	words.Printer
	Turner
}

// Turn is the turner with the words of the reader.
func (t Turner) Turn(p words.Printer) Turning { return Turning{p, t} }
