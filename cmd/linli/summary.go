package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/linli-project/linli/ingest/event"
)

// summary is the last line of `demo --once`.
type summary struct {
	Events     map[string]counts `json:"events"`
	Lines      uint64            `json:"lines"`       // distinct order lines in the daily facts
	Revenue    json.Number       `json:"revenue"`     // sold lines, in the world's currency, two decimals
	RevenueFen int64             `json:"revenue_fen"` // the same in fen or cents
	Jobs       []jobRun          `json:"jobs"`
	Pages      []page            `json:"pages"`
}

type counts struct {
	Consumed  uint64 `json:"consumed" ch:"consumed"`
	Stored    uint64 `json:"stored" ch:"stored"`
	Duplicate uint64 `json:"duplicate" ch:"duplicate"`
	Rejected  uint64 `json:"rejected" ch:"rejected"`
}

type jobRun struct {
	Name    string  `json:"name"`
	Day     string  `json:"day"`
	Status  string  `json:"status"`
	Seconds float64 `json:"seconds"`
	Rows    uint64  `json:"rows"`
}

type page struct {
	URL    string `json:"url"`
	Status int    `json:"status"`
	Bytes  int    `json:"bytes"`
}

// summary fetches every page as each reader and prints what happened as one line of JSON.
func (d *demo) summary(ctx context.Context, who []reader) error {
	d.p.begin("pages")
	sum := summary{Events: map[string]counts{}, Jobs: []jobRun{}, Pages: []page{}}
	for _, r := range who {
		pages, err := d.visit(ctx, r.link)
		if err != nil {
			return err
		}
		sum.Pages = append(sum.Pages, pages...)
		d.p.at("%d fetched", len(sum.Pages))
	}
	d.p.end("%d fetched", len(sum.Pages))
	if err := d.count(ctx, &sum); err != nil {
		return err
	}
	for _, r := range d.runs {
		sum.Jobs = append(sum.Jobs, jobRun{r.Job, r.Day.Format(time.DateOnly), r.Status, float64(int(r.Seconds()*1000+0.5)) / 1000, r.Rows})
	}
	text := json.NewEncoder(d.out)
	text.SetEscapeHTML(false) // addresses stay readable
	if err := text.Encode(sum); err != nil {
		return err
	}
	for _, p := range sum.Pages {
		if p.Status != http.StatusOK {
			return fmt.Errorf("page %s answered %d", p.URL, p.Status)
		}
	}
	return nil
}

func (d *demo) count(ctx context.Context, sum *summary) error {
	var topics []struct {
		Topic string `ch:"topic"`
		counts
	}
	if err := d.s.db.Select(ctx, &topics, "ingest/totals", nil); err != nil {
		return err
	}
	for _, t := range event.Types {
		sum.Events[string(t)] = counts{}
	}
	for _, t := range topics {
		if typ, ok := event.TypeOfTopic(t.Topic); ok {
			sum.Events[string(typ)] = t.counts
		}
	}
	var facts struct {
		Lines   uint64 `ch:"lines"`
		Revenue int64  `ch:"revenue"`
	}
	if _, err := d.s.db.Get(ctx, &facts, "ingest/lines_and_revenue", nil); err != nil {
		return err
	}
	sum.Lines, sum.RevenueFen = facts.Lines, facts.Revenue
	sum.Revenue = json.Number(fmt.Sprintf("%d.%02d", facts.Revenue/100, facts.Revenue%100))
	return nil
}

// links finds what a page leads to: other pages, parts loaded later, styles, scripts and downloads.
var links = regexp.MustCompile(`(?:href|src|data-part|data-src)="(/[^"]*)"`)

// Bounds of a visit: every kind of page is fetched, but lists of lists need not be walked to their end.
const (
	maxPages = 60
	maxAlike = 3 // pages that differ in their parameters only
)

// visit signs in and fetches every page that the reader can reach.
func (d *demo) visit(ctx context.Context, link string) ([]page, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(d.s.url())
	if err != nil {
		return nil, err
	}
	client := &http.Client{Jar: jar, Timeout: time.Minute}
	todo, seen, alike := []string{link}, []string{}, map[string]int{}
	var pages []page
	for len(todo) > 0 && len(pages) < maxPages {
		at := todo[0]
		todo = todo[1:]
		target, err := base.Parse(strings.ReplaceAll(at, "&amp;", "&"))
		if err != nil {
			return nil, err
		}
		if slices.Contains(seen, target.RequestURI()) || skipped(target.Path) {
			continue
		}
		seen = append(seen, target.RequestURI())
		if alike[target.Path]++; alike[target.Path] > maxAlike {
			continue
		}
		p, body, err := fetch(ctx, client, target)
		if err != nil {
			return nil, err
		}
		pages = append(pages, p)
		for _, m := range links.FindAllStringSubmatch(body, -1) {
			todo = append(todo, m[1])
		}
	}
	return pages, nil
}

// skipped are addresses that end the session or change the language.
func skipped(path string) bool { return path == "/signout" || path == "/lang" }

func fetch(ctx context.Context, client *http.Client, target *url.URL) (page, string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return page{}, "", err
	}
	resp, err := client.Do(req)
	if err != nil {
		return page{}, "", fmt.Errorf("fetch %s: %w", target.Path, err)
	}
	body, err := io.ReadAll(resp.Body)
	if err := errors.Join(err, resp.Body.Close()); err != nil {
		return page{}, "", fmt.Errorf("fetch %s: %w", target.Path, err)
	}
	shown := resp.Request.URL.RequestURI()
	if token := resp.Request.URL.Query().Get("token"); token != "" {
		shown = resp.Request.URL.Path // a sign-in token is a secret
	}
	text := ""
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
		text = string(body)
	}
	return page{URL: shown, Status: resp.StatusCode, Bytes: len(body)}, text, nil
}
