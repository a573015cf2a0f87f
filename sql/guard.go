package sql

import "context"

type guardKey struct{}

// WithGuard makes publications under ctx ask guard right before they swap partitions: its error stops them, and nothing has
// been swapped. A process that was paused finds out there that somebody else took over.
func WithGuard(ctx context.Context, guard func(context.Context) error) context.Context {
	return context.WithValue(ctx, guardKey{}, guard)
}

// Guarded asks the guard of ctx, if there is one.
func Guarded(ctx context.Context) error {
	if guard, ok := ctx.Value(guardKey{}).(func(context.Context) error); ok {
		return guard(ctx)
	}
	return nil
}

// Owned tells that this process runs the engine itself, so that no other process can have been at work before it started.
func (db *DB) Owned() bool { return db.owned }
