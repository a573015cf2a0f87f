package page

import (
	"context"
	"net/http"
	"time"

	"github.com/linli-project/linli/dashboards/account"
	"github.com/linli-project/linli/dashboards/words"
)

// Reader is who asks, in which language, of which world.
type Reader struct {
	Account *account.Account // nil: not signed in
	Form    string           // token that forms send back
	Session string
	Lang    words.Lang
	World   World
	Wait    time.Duration // for a block of a page at most; 0: as long as the page says
}

type readerKey struct{}

// With keeps the reader in the request.
func With(r *http.Request, in Reader) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), readerKey{}, in))
}

// From gives the reader of a request.
func From(r *http.Request) Reader {
	in, _ := r.Context().Value(readerKey{}).(Reader)
	if in.Lang == "" {
		in.Lang = words.Chinese
	}
	return in
}
