package privacy

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/linli-project/linli/sql"
)

// personColumn is what columns are called that name people.
var personColumn = regexp.MustCompile(`(^|_)(user|buyer|leader|sharer|recipient|initiator|inviter|invitee|member|participant|customer|visitor|person)(_ids?|s)?$|^others$`)

// otherIDs are text columns that hold ids of something else, or of events; a person's id may look like one of them.
var otherIDs = []string{"store_id", "community_id", "product_id", "campaign_id", "category", "order_id", "share_id", "parent_share_id", "event_id", "lines.product_id",
	"movement_id", "run_id", "request_id", "erasure_id", "user_hash", "user_hashes", "key_id", "job", "login"}

// own are the tables that are treated on their own; of all others that name people the rows are deleted.
var own = []string{"click", "order_event", "share", "fact_order_line", "fact_share", "dead_letter", "erasing", "erasing_share", "personal_optout"}

// given are tables of what was told about people, and to them. An erasure deletes their rows, an opt-out does not: they are not
// published, and who opts in again finds them as they were.
var given = []string{"household_label", "push_sent"}

// Table is one that stores text.
type Table struct {
	Name    string
	Persons []Column // columns that name people
	Others  []Column // columns whose texts are something else by their name
}

// Column of text.
type Column struct{ Name, Type string }

// Tables finds every table that stores text: what names people, and what should not.
func Tables(ctx context.Context, db *sql.DB) ([]Table, error) {
	var rows []struct {
		Table  string `ch:"table"`
		Column string `ch:"column"`
		Type   string `ch:"type"`
		Engine string `ch:"engine"`
	}
	if err := db.Select(ctx, &rows, "privacy/columns", nil); err != nil {
		return nil, fmt.Errorf("list the tables: %w", err)
	}
	var out []Table
	for _, r := range rows {
		if len(out) == 0 || out[len(out)-1].Name != r.Table {
			out = append(out, Table{Name: r.Table})
		}
		t, c := &out[len(out)-1], Column{r.Column, r.Type}
		switch {
		case slices.Contains(otherIDs, r.Column):
		case r.Table == "simulated_truth" && strings.HasPrefix(r.Column, "key"): // of made-up people, but who tries an erasure on a demo finds none
			t.Persons = append(t.Persons, c)
		case personColumn.MatchString(r.Column):
			t.Persons = append(t.Persons, c)
		default:
			t.Others = append(t.Others, c)
		}
	}
	return out, nil
}

// holds is the condition that the column holds one of some ids, which are given as an array.
func (c Column) holds(ids string) string {
	name := "`" + c.Name + "`"
	switch {
	case textType.MatchString(c.Type):
		return "has(" + ids + ", toString(" + name + "))"
	case arrayType.MatchString(c.Type):
		return "hasAny(arrayMap(x -> toString(x), " + name + "), " + ids + ")"
	default: // maps and tuples: by what they look like as text
		return "arrayExists(u -> position(toString(" + name + "), concat('\\'', u, '\\'')) > 0, " + ids + ")"
	}
}

var (
	textType  = regexp.MustCompile(`^(LowCardinality\()?(Nullable\()?(Fixed)?String(\(\d+\))?\)*$`)
	arrayType = regexp.MustCompile(`^Array\((LowCardinality\()?(Nullable\()?(Fixed)?String(\(\d+\))?\)*$`)
)
