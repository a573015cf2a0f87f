package jobs

import (
	"context"
	"slices"
	"time"

	"github.com/linli-project/linli/models/profile/sendtime"
	"github.com/linli-project/linli/sql"
)

// surePart is the probability that intervals of expected hits state.
const surePart = .95

// nightWindows is what the windows of a night are made of.
type nightWindows struct {
	day     time.Time
	weekday int // of the day after, for which the windows are
	h       *sendtime.History
	model   *sendtime.Model
	store   map[string]string
	quiet   map[string]sendtime.Quiet
}

func (w *nightWindows) quietOf(store string) sendtime.Quiet {
	if q, ok := w.quiet[store]; ok {
		return q
	}
	return w.quiet[""]
}

func (w *nightWindows) weekend() uint8 {
	if sendtime.Weekend(w.weekday) {
		return 1
	}
	return 0
}

// communities are the windows of the communities and their hours. Orders that name no community count for the chain only.
func (w *nightWindows) communities() (windows []pushWindow, hours []pushHour, err error) {
	evidence := w.model.Evidence()
	usual := map[sendtime.Quiet]sendtime.Window{}
	for g, id := range w.h.Groups {
		if id == "" || evidence[g].Orders == 0 {
			continue
		}
		store := w.store[id]
		quiet := w.quietOf(store)
		chain, ok := usual[quiet]
		if !ok {
			if chain, err = w.model.Chain[w.weekday].Best(pushHours, quiet); err != nil {
				return nil, nil, err
			}
			usual[quiet] = chain
		}
		curve := w.model.Group(g, w.weekday)
		best, err := curve.Best(pushHours, quiet)
		if err != nil {
			return nil, nil, err
		}
		effective := w.model.Effective(g, w.weekday, evidence[g])
		low, high := sendtime.Interval(best.Share, effective, surePart)
		windows = append(windows, pushWindow{AsOf: w.day, CommunityID: id, StoreID: store, StartHour: uint8(best.Start), EndHour: uint8(best.End(pushHours)),
			Share: best.Share, ChainStartHour: uint8(chain.Start), ChainShare: curve.Share(chain.Start, pushHours), Orders: uint32(evidence[g].Orders),
			Weekend: w.weekend(), Low: low, High: high, Users: uint32(evidence[g].Users), Evidence: effective})
		for e, weekend := range []bool{false, true} {
			shares, usual, orders := w.model.GroupClass(g, weekend), w.model.ChainClass(weekend), w.model.GroupHours(g, weekend)
			for h := range shares {
				hours = append(hours, pushHour{w.day, id, store, uint8(e), uint8(h), shares[h], usual[h], uint32(orders[h])})
			}
		}
	}
	return windows, hours, nil
}

// publishUsers writes the windows of the users who did not opt out, some at a time.
func (w *nightWindows) publishUsers(ctx context.Context, db *sql.DB, optedOut []string) (uint64, error) {
	groups := map[int]map[sendtime.Quiet]sendtime.Window{}
	return db.Publish(ctx, "user_window", []string{sql.Day(w.day)}, func(ctx context.Context, staging string) error {
		rows := make([]userWindow, 0, rowsAtOnce)
		flush := func() error {
			err := db.Insert(ctx, staging, rows, "")
			rows = rows[:0]
			return err
		}
		for u, id := range w.h.Users {
			if _, out := slices.BinarySearch(optedOut, id); out {
				continue
			}
			store, home := w.h.Store(u), w.model.Home(u)
			quiet := w.quietOf(store)
			curve := w.model.User(u, w.weekday)
			best, err := curve.Best(pushHours, quiet)
			if err != nil {
				return err
			}
			if groups[home] == nil {
				groups[home] = map[sendtime.Quiet]sendtime.Window{}
			}
			around, ok := groups[home][quiet]
			if !ok {
				if around, err = w.model.Group(home, w.weekday).Best(pushHours, quiet); err != nil {
					return err
				}
				groups[home][quiet] = around
			}
			rows = append(rows, userWindow{AsOf: w.day, UserID: id, StoreID: store, CommunityID: w.h.Groups[home], StartHour: uint8(best.Start),
				EndHour: uint8(best.End(pushHours)), Share: best.Share, CommunityShare: curve.Share(around.Start, pushHours), Orders: uint32(w.model.Orders(u))})
			if len(rows) == rowsAtOnce {
				if err := flush(); err != nil {
					return err
				}
			}
		}
		return flush()
	})
}
