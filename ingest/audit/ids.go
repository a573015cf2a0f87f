package audit

import (
	"context"
	"fmt"
	"slices"

	"github.com/linli-project/linli/sql"
)

// doubledHashes bounds how many hashes of doubled rows one slice looks at: beyond it the table is beyond naming.
const doubledHashes = 100_000

// idsCheck: an event_id stands at one place of its table, so there are as many events as the ledger stored.
func (a *audit) idsCheck(ctx context.Context, name, table string, parts []*partition) error {
	c := a.check(CheckIDs, name)
	var size struct {
		Rows     uint64 `ch:"rows"`
		Strange  uint64 `ch:"strange"`
		Unhashed uint64 `ch:"unhashed"`
	}
	if _, err := a.DB.Get(ctx, &size, "audit/size", sql.Params{"table": table, "topic": name}); err != nil {
		return fmt.Errorf("count %s: %w", table, err)
	}
	if size.Strange > 0 {
		c.differ("%s of another topic in %s", count(size.Strange, "row"), table)
	}
	if size.Unhashed > 0 {
		c.differ("%s whose id_hash is not that of the event_id: a second delivery would not be recognised", count(size.Unhashed, "row"))
	}
	var stored, rows uint64
	ends := map[int32]int64{}
	for _, p := range parts {
		stored += p.sum.Stored
		rows += p.nRows + p.looseRows.n + p.crowded
		ends[p.id] = p.end()
	}
	var surplus uint64
	slicesOf := size.Rows/a.sliceRows + 1
	for slice := range slicesOf {
		a.Tell("event ids of "+name, int(slice), int(slicesOf))
		n, err := a.idsOf(ctx, c, name, table, slicesOf, slice, ends)
		if err != nil {
			return err
		}
		surplus += n
	}
	events := rows - surplus
	c.Figures["events"], c.Figures["stored"] = int64(events), int64(stored)
	c.Text = fmt.Sprintf("%s in %s, %s stored by the ledger", count(events, "different event_id"), table, number(stored))
	if events != stored {
		c.differ("%s in %s, but the ledger says %s", count(events, "different event_id"), table, number(stored))
	}
	return nil
}

// idsOf looks at one slice of the hashes and gives how many places its ids have beyond one each.
func (a *audit) idsOf(ctx context.Context, c *Check, name, table string, slicesOf, slice uint64, ends map[int32]int64) (surplus uint64, err error) {
	var hashes []uint64
	if err := a.DB.Select(ctx, &hashes, "audit/doubled_hashes", sql.Params{"table": table, "slices": slicesOf, "slice": slice, "limit": doubledHashes}); err != nil {
		return 0, fmt.Errorf("look for doubled ids in %s: %w", table, err)
	}
	if len(hashes) == doubledHashes {
		c.differ("more than %s doubled in one of %s of the ids: not all are named", count(doubledHashes, "id"), count(slicesOf, "slice"))
	}
	for some := range slices.Chunk(hashes, 10_000) {
		var found []struct {
			ID         string  `ch:"event_id"`
			Partitions []int32 `ch:"partitions"`
			Offsets    []int64 `ch:"offsets"`
		}
		if err := a.DB.Select(ctx, &found, "audit/doubled_ids", sql.Params{"table": table, "topic": name, "hashes": some}); err != nil {
			return surplus, fmt.Errorf("look for doubled ids in %s: %w", table, err)
		}
		for _, f := range found {
			var at []string
			for i, part := range f.Partitions { // what is under way may still be taken out as a duplicate
				if f.Offsets[i] < ends[part] {
					at = append(at, fmt.Sprintf("%s/%d offset %s", name, part, number(f.Offsets[i])))
				}
			}
			if len(at) > 1 {
				surplus += uint64(len(at) - 1)
				c.differ("event_id %q is stored at %d places: %s, %s", f.ID, len(at), at[0], at[1])
			}
		}
	}
	return surplus, nil
}
