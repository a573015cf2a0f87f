package page

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Block is one answer on a page, with its own failure.
type Block[T any] struct {
	Value T
	Err   error
}

// Problem is the message for a block that failed: too slow, or broken.
func (b Block[T]) Problem() string {
	if errors.Is(b.Err, context.DeadlineExceeded) {
		return "fail.slow"
	}
	return "fail.block"
}

// Blocks runs loaders side by side, each within its own time.
type Blocks struct {
	ctx  context.Context //nolint:containedctx // lives as long as one request
	time time.Duration
	wait sync.WaitGroup
}

// NewBlocks starts a group; every block gets the same time. A page does not let its reader wait longer than [Reader].Wait: a block
// that is not there by then says so, and what was asked for it goes on for whoever reloads. Files take their minute.
func NewBlocks(ctx context.Context, each time.Duration) *Blocks {
	if in, ok := ctx.Value(readerKey{}).(Reader); ok && in.Wait > 0 && each <= PartTime {
		each = min(each, in.Wait)
	}
	return &Blocks{ctx: ctx, time: each}
}

// Load fills a block in the background. A loader that outlives its time is left
// behind with its own copy: the block is written only by the one that answers first.
func Load[T any](g *Blocks, into *Block[T], load func(context.Context) (T, error)) {
	g.wait.Go(func() {
		ctx, cancel := context.WithTimeout(g.ctx, g.time)
		defer cancel()
		done := make(chan Block[T], 1)
		go func() {
			defer func() {
				if p := recover(); p != nil {
					done <- Block[T]{Err: fmt.Errorf("page: block panicked: %v", p)}
				}
			}()
			v, err := load(ctx)
			done <- Block[T]{v, err}
		}()
		select {
		case b := <-done:
			*into = b
		case <-ctx.Done():
			*into = Block[T]{Err: ctx.Err()}
		}
	})
}

// Wait returns when every block has answered or run out of time.
func (g *Blocks) Wait() { g.wait.Wait() }
