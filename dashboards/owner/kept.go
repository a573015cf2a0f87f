package owner

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/changelog"
	"github.com/linli-project/linli/dashboards/page"
)

// keep writes a change and its line in the log. The line goes first: a change that nobody can trace would be worse than a
// line whose change failed, which the reader is told and does again.
func (o *Room) keep(ctx context.Context, in page.Reader, line changelog.Entry, table string, rows any) error {
	if err := o.record(ctx, in, line); err != nil {
		return err
	}
	if err := o.db.Insert(ctx, table, rows, ""); err != nil {
		return fmt.Errorf("write the change: %w", err)
	}
	return nil
}

// record writes the line alone, for changes that are written otherwise.
func (o *Room) record(ctx context.Context, in page.Reader, line changelog.Entry) error {
	line.Login, line.Role = in.Account.Login, in.Account.Role
	if err := changelog.Record(ctx, o.db, line); err != nil {
		return err
	}
	o.shell.Log.Info("changed on a page", "what", line.What, "store", line.Store, "target", line.Target, "before", line.Before, "after", line.After, "by", line.Login)
	return nil
}

// now is the instant of a change, as exact as the tables are.
func (o *Room) now() time.Time { return o.shell.Now().UTC().Truncate(time.Millisecond) }

// longestNote is in runes.
const longestNote = 200

// note of a form; what is too long is cut.
func note(r *http.Request) string {
	text := []rune(r.PostFormValue("note"))
	return string(text[:min(len(text), longestNote)])
}

// refusal is what the template of a refused form reads.
type refusal struct {
	Text string
	Back template.URL
}

// refuse says in one line why a form was not taken, with the way back.
func (o *Room) refuse(w http.ResponseWriter, r *http.Request, status int, back, text string) {
	p := o.shell.Printer(r)
	v := o.shell.View(r, p.T("fail.title"), "owner", refusal{text, template.URL(back)}) //nolint:gosec // made by way
	o.shell.Render(w, r, o.refused, status, v)
}

// way is an address of this room for a store and a day.
func way(path string, store chain.Store, day time.Time, mark string) string {
	to := url.URL{Path: path, RawQuery: url.Values{"store": {store.ID}, "day": {chain.Date(day)}}.Encode(), Fragment: mark}
	return to.String()
}

// newestFact is the last day of a store that is known to have begun: what was for it, or before, can no longer be changed.
func (o *Room) newestFact(ctx context.Context, store chain.Store) (time.Time, error) {
	n, err := chain.NewestUpTo(ctx, o.db, store.ID, chain.Today(o.shell.Now(), store.Zone()))
	return n.Fact, err
}
