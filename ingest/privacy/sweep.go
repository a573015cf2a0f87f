package privacy

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/linli-project/linli/sql"
)

// sweptName is the setting that says up to when what came in was swept, by ClickHouse's clock.
const sweptName = "erasure_swept"

// slack is how late a row may become visible after its stamp, which is that of its statement's beginning.
const slack = 15 * time.Minute

// erased reads who was erased and when.
func (k Key) erased(ctx context.Context, db *sql.DB) (map[string]time.Time, error) {
	var rows []erasedRow
	if err := db.Select(ctx, &rows, "privacy/erased", nil); err != nil {
		return nil, fmt.Errorf("read who was erased: %w", err)
	}
	out := make(map[string]time.Time, len(rows))
	lost := 0
	for _, r := range rows {
		out[r.UserHash] = r.ErasedAt
		if r.KeyID != k.ID() {
			lost++
		}
	}
	if lost > 0 {
		return nil, fmt.Errorf("%d people were erased under another key, so that what comes of them would not be recognised: put back the file erasure.key of the data folder, or privacy's former secret", lost)
	}
	return out, nil
}

func (k Key) check(ctx context.Context, db *sql.DB) error {
	_, err := k.erased(ctx, db)
	return err
}

// Sweep makes anonymous what has come in since the last sweep of people who were erased before: from a Kafka log that was read
// again, from a file, or late. It runs before facts are built, so that nothing derived ever sees it. Without anybody erased it is
// one small query. It gives the number of rows changed.
func Sweep(ctx context.Context, db *sql.DB, key Key) (changed uint64, err error) {
	erased, err := key.erased(ctx, db)
	if err != nil || len(erased) == 0 {
		return 0, err
	}
	if changed, err = finish(ctx, db, key); err != nil {
		return changed, err
	}
	var now time.Time
	if _, err := db.Get(ctx, &now, "privacy/clock", nil); err != nil {
		return changed, err
	}
	since, err := swept(ctx, db)
	if err != nil {
		return changed, err
	}
	late, err := lateUsers(ctx, db, key, erased, since)
	if err != nil {
		return changed, err
	}
	if len(late) > 0 {
		n, err := anonymise(ctx, db, late, since)
		changed += n
		if err != nil {
			return changed, err
		}
	}
	return changed, db.Insert(ctx, "setting", []settingRow{{sweptName, now.Add(-slack).UTC().Format(time.RFC3339Nano), time.Now().UTC()}}, "")
}

type settingRow struct {
	Name      string    `ch:"name"`
	Value     string    `ch:"value"`
	UpdatedAt time.Time `ch:"updated_at"`
}

// finish does what is left of erasures that died.
func finish(ctx context.Context, db *sql.DB, key Key) (changed uint64, err error) {
	lists, err := unended(ctx, db)
	if err != nil {
		return 0, err
	}
	dead := slices.ContainsFunc(lists, func(l leftList) bool { return l.Whole == 1 && l.old() })
	for _, l := range lists {
		if l.Whole == 0 && l.old() {
			e := erasing{Options: Options{DB: db}, id: l.ID}
			if err := e.end(ctx); err != nil {
				return 0, err
			}
		}
	}
	if !dead {
		return 0, nil
	}
	var left []string
	if err := db.Select(ctx, &left, "privacy/left_over", sql.Params{"erasure": ""}); err != nil {
		return 0, fmt.Errorf("look for erasures that did not end: %w", err)
	}
	r, err := Erase(ctx, Options{DB: db, Key: key, Users: left})
	for _, s := range r.Steps {
		changed += s.Changed
	}
	return changed, err
}

func swept(ctx context.Context, db *sql.DB) (time.Time, error) {
	var value string
	if _, err := db.GetText(ctx, &value, "SELECT value FROM setting FINAL WHERE name = {name:String}", sql.Params{"name": sweptName}); err != nil {
		return time.Time{}, fmt.Errorf("read how far was swept: %w", err)
	}
	if value == "" { // never yet
		return time.Unix(0, 0).UTC(), nil
	}
	at, err := time.Parse(time.RFC3339Nano, value)
	if err != nil {
		return at, fmt.Errorf("setting %s is %q, not an instant: delete this row, and all is swept again", sweptName, value)
	}
	return at, nil
}

// lateUsers lists those who were erased among those who have sent something.
func lateUsers(ctx context.Context, db *sql.DB, key Key, erased map[string]time.Time, since time.Time) ([]listRow, error) {
	rows, err := db.Rows(ctx, "privacy/late_users", sql.Params{"since": since})
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	id, salt := ulid.Make().String(), [2]uint64{rand.Uint64(), rand.Uint64()}
	var late []listRow
	for rows.Next() {
		var user string
		if err := rows.Scan(&user); err != nil {
			return nil, err
		}
		hash := key.Hash(user)
		if at, ok := erased[hash]; ok {
			late = append(late, listRow{ErasureID: id, UserID: user, UserHash: hash, AskedAt: at, FirstDay: time.Unix(0, 0).UTC(), SaltA: salt[0], SaltB: salt[1]})
		}
	}
	return late, rows.Err()
}

// anonymise is what an erasure does to raw tables, for rows of up to the erasure.
func anonymise(ctx context.Context, db *sql.DB, late []listRow, since time.Time) (changed uint64, err error) {
	e := erasing{Options: Options{DB: db, Tell: func(string) {}}, id: late[0].ErasureID, since: since}
	if err := db.Insert(ctx, "erasing", late, ""); err != nil {
		return 0, fmt.Errorf("write the list of who was erased: %w", err)
	}
	if err := db.Run(ctx, "privacy/own_shares", e.params()); err != nil {
		return 0, fmt.Errorf("note their shares: %w", err)
	}
	r := Result{ErasureID: e.id, People: len(late)}
	for _, t := range []struct{ table, action, due, change string }{
		{"click", "anonymised", "privacy/due_event", "privacy/anonymise_click"},
		{"order_event", "anonymised", "privacy/due_order", "privacy/anonymise_order_event"},
		{"share", "anonymised", "privacy/due_event", "privacy/anonymise_share"},
		{"dead_letter", "redacted", "privacy/due_letters", "privacy/redact_letters"},
	} {
		s, err := e.change(ctx, t.table, t.action, t.due, t.change)
		if err != nil {
			return changed, err
		}
		changed += s.Changed
		if s.Changed > 0 {
			r.Steps = append(r.Steps, s)
		}
	}
	if changed > 0 {
		if err := db.Run(ctx, "privacy/aliases_opt_out", nil); err != nil {
			return changed, err
		}
		r.At = e.now()
		if err := e.enter(ctx, &r); err != nil {
			return changed, err
		}
	}
	return changed, e.end(ctx)
}

// Any says whether anybody was ever erased.
func Any(ctx context.Context, db *sql.DB) (bool, error) {
	var n uint64
	if _, err := db.GetText(ctx, &n, "SELECT count() AS n FROM erased_user", nil); err != nil {
		return false, fmt.Errorf("see whether anybody was erased: %w", err)
	}
	return n > 0, nil
}
