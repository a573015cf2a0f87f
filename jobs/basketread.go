package jobs

import (
	"context"
	"fmt"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"github.com/linli-project/linli/models/column"
	"github.com/linli-project/linli/models/recommend/basket"
	"github.com/linli-project/linli/sql"
)

// shoppers are some users with their baskets, one a day.
type shoppers struct {
	user, store, community []string
	log                    *basket.Log
}

// shoppers reads the users of parts from to to of so many.
func (n *night) shoppers(ctx context.Context, from, to, of uint64) (s *shoppers, err error) {
	p := sql.Params{"day": sql.Day(n.day), "window": basketWindow, "from": from, "to": to, "of": of}
	err = read(ctx, n.db, "models/basket_users", p, func(rec arrow.Record) (arrow.Record, error) { return rec, nil }, func(rec arrow.Record) error {
		s, err = n.fromRecord(rec)
		return err
	})
	return s, err
}

func (n *night) fromRecord(rec arrow.Record) (*shoppers, error) {
	r := column.Read("shoppers", rec)
	s := &shoppers{user: r.Strings("user_id"), store: r.Strings("store_id"), community: r.Strings("community_id"), log: basket.NewLog(len(n.products), true)}
	if err := r.Err(); err != nil {
		return nil, err
	}
	dayLists, days, err := listOf[*array.Int32](rec, "days")
	if err != nil {
		return nil, err
	}
	productLists, products, err := listOf[*array.String](rec, "products")
	if err != nil {
		return nil, err
	}
	var goods []int32
	var starts []int
	var when []int32
	for u := range s.user {
		from, to := dayLists.ValueOffsets(u)
		f, t := productLists.ValueOffsets(u)
		if t-f != to-from {
			return nil, fmt.Errorf("shoppers: user %s has %d days and %d products; the query must give one day a product", s.user[u], to-from, t-f)
		}
		goods, starts, when = goods[:0], starts[:0], when[:0]
		for k := range to - from {
			code, ok := n.code[products.Value(int(f+k))]
			if !ok { // nobody offers or buys it any more
				continue
			}
			if day := days.Value(int(from + k)); len(when) == 0 || when[len(when)-1] != day {
				starts, when = append(starts, len(goods)), append(when, day)
			}
			goods = append(goods, code)
		}
		starts = append(starts, len(goods))
		baskets := make([][]int32, len(when))
		for b := range baskets {
			baskets[b] = goods[starts[b]:starts[b+1]]
		}
		if err := s.log.Add(baskets, when); err != nil {
			return nil, fmt.Errorf("user %s: %w", s.user[u], err)
		}
	}
	return s, nil
}

// listOf is a column of lists with the values of all of them.
func listOf[T arrow.Array](rec arrow.Record, name string) (array.ListLike, T, error) {
	var none T
	at := rec.Schema().FieldIndices(name)
	if len(at) != 1 {
		return nil, none, fmt.Errorf("shoppers: column %q is missing; select it in the query", name)
	}
	lists, ok := rec.Column(at[0]).(array.ListLike)
	if !ok {
		return nil, none, fmt.Errorf("shoppers: column %q has type %s, want a list", name, rec.Column(at[0]).DataType())
	}
	values, ok := lists.ListValues().(T)
	if !ok {
		return nil, none, fmt.Errorf("shoppers: column %q is a list of %s, want %T; cast it in the query", name, lists.ListValues().DataType(), none)
	}
	return lists, values, nil
}
