package merchandiser

import (
	"context"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/linli-project/linli/dashboards/page"
)

// Range is what a store's range has twice, and what may take the place of what goes.
type Range struct {
	Duplicates []Duplicate
	Swaps      []Swap
}

// AlikeContent is what the template reads.
type AlikeContent struct {
	Bench
	Categories page.Block[[]category]
	Range      page.Block[Range]
	Category   string
	Price      string // as typed, yuan
	Asked      bool   // a new product was described
	Launch     page.Block[Outlook]
}

// Alike answers GET /merchandiser/alike: duplicates and substitutes of one store's range, and what a new product may sell.
func (m *Room) Alike(w http.ResponseWriter, r *http.Request) {
	b, ok := m.ask(w, r, true)
	if !ok {
		return
	}
	c := AlikeContent{Bench: b, Category: cut(r.URL.Query().Get("category")), Price: cut(r.URL.Query().Get("price"))}
	yuan, err := strconv.ParseFloat(strings.TrimSpace(c.Price), 64)
	fen := int64(0)
	if err == nil && yuan >= 0.01 && yuan <= 1e6 {
		fen = int64(math.Round(yuan * 100))
	}
	g := page.NewBlocks(r.Context(), page.PartTime)
	list(g, m.db, &c.Categories, "merchandiser/categories", nil)
	page.Load(g, &c.Range, func(ctx context.Context) (Range, error) { return m.alike(ctx, b) })
	if c.Asked = c.Category != "" && fen > 0; c.Asked {
		page.Load(g, &c.Launch, func(ctx context.Context) (Outlook, error) { return m.launch(ctx, b, c.Category, fen) })
	}
	g.Wait()
	if !slices.ContainsFunc(c.Categories.Value, func(k category) bool { return k.Category == c.Category }) {
		c.Category = "" // the address is not to put words on the page
	}
	m.broken(r, c.Categories.Err, c.Range.Err, c.Launch.Err)
	m.show(w, r, "alike", "alike.title", c)
}
