package page

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestBlocksKeepTheirFailuresToThemselves(t *testing.T) {
	var quick, slow, broken, wild Block[int]
	hold := make(chan struct{})
	defer close(hold)
	start := time.Now()
	g := NewBlocks(context.Background(), 50*time.Millisecond)
	Load(g, &quick, func(context.Context) (int, error) { return 7, nil })
	Load(g, &slow, func(context.Context) (int, error) { <-hold; return 1, nil }) // does not even heed its context
	Load(g, &broken, func(context.Context) (int, error) { return 0, errors.New("no such table") })
	Load(g, &wild, func(context.Context) (int, error) { panic("nil map") })
	g.Wait()
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("a slow block held the page for %s", took)
	}
	if quick.Value != 7 || quick.Err != nil {
		t.Errorf("quick: %+v", quick)
	}
	for name, c := range map[string]struct {
		b    Block[int]
		want string
	}{"slow": {slow, "fail.slow"}, "broken": {broken, "fail.block"}, "wild": {wild, "fail.block"}} {
		if c.b.Err == nil || c.b.Problem() != c.want {
			t.Errorf("%s: %v, %s", name, c.b.Err, c.b.Problem())
		}
	}
}
