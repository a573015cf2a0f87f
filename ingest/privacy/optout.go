package privacy

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/linli-project/linli/sql"
)

type optOutRow struct {
	UserID    string    `ch:"user_id"`
	OptedOut  uint8     `ch:"opted_out"`
	UpdatedAt time.Time `ch:"updated_at"`
}

// OptOut enters that these people want no personalisation, or want it again, and deletes at once what is published for those who
// do not. It gives how many rows were deleted. Raw events and facts stay: they are no personalisation.
func OptOut(ctx context.Context, db *sql.DB, users []string, out bool, now time.Time) (deleted uint64, err error) {
	if err := Check(users); err != nil {
		return 0, err
	}
	rows := make([]optOutRow, len(users))
	for i, u := range users {
		rows[i] = optOutRow{UserID: u, UpdatedAt: now}
		if out {
			rows[i].OptedOut = 1
		}
	}
	if err := db.Insert(ctx, "personal_optout", rows, ""); err != nil {
		return 0, fmt.Errorf("enter who opted out: %w", err)
	}
	if !out {
		return 0, nil
	}
	tables, err := Tables(ctx, db)
	if err != nil {
		return 0, err
	}
	// The list, not the ids: what ClickHouse keeps of a statement must name nobody.
	const listed = "personal_optout FINAL WHERE opted_out = 1"
	for _, t := range tables {
		if slices.Contains(own, t.Name) || slices.Contains(given, t.Name) || len(t.Persons) == 0 {
			continue
		}
		n, err := deleteRows(ctx, db, t, listed, nil)
		if err != nil {
			return deleted, err
		}
		deleted += n
	}
	return deleted, nil
}

// deleteRows deletes, and rewrites, the rows of a table that name somebody of a list, which is told as what follows FROM.
func deleteRows(ctx context.Context, db *sql.DB, t Table, list string, p sql.Params) (rows uint64, err error) {
	conditions := make([]string, len(t.Persons))
	for i, c := range t.Persons {
		conditions[i] = c.listed(list)
	}
	where := strings.Join(conditions, " OR ")
	if _, err := db.GetText(ctx, &rows, "SELECT count() AS rows FROM `"+t.Name+"` WHERE "+where, p); err != nil {
		return 0, fmt.Errorf("look into %s: %w", t.Name, err)
	}
	if rows == 0 {
		return 0, nil
	}
	if err := db.Exec(ctx, "ALTER TABLE `"+t.Name+"` DELETE WHERE "+where+" SETTINGS mutations_sync = 2", p); err != nil {
		return 0, fmt.Errorf("delete from %s: %w", t.Name, err)
	}
	return rows, nil
}

// listed is the condition that the column holds somebody of a list.
func (c Column) listed(list string) string {
	if textType.MatchString(c.Type) {
		return "`" + c.Name + "` IN (SELECT user_id FROM " + list + ")"
	}
	return c.holds("(SELECT groupArray(user_id) FROM " + list + ")")
}
