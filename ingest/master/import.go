package master

import (
	"context"
	"fmt"
	"time"
	_ "time/tzdata" // stores' time zones are checked and used on machines without a zone database too

	"github.com/linli-project/linli/ingest/tabular"
	"github.com/linli-project/linli/sql"
)

// Kind is what a file holds, as in `linli import KIND FILE`.
type Kind string

// The kinds of master data.
const (
	Stores      Kind = "stores"
	Communities Kind = "communities"
	Products    Kind = "products"
	Categories  Kind = "categories"
	Campaigns   Kind = "campaigns"
	StockMoves  Kind = "stock"
	Sales       Kind = "sales"
	Statements  Kind = "statement"
)

// Kinds lists them in the order in which a chain's data are best imported.
var Kinds = []Kind{Stores, Communities, Categories, Products, Campaigns, StockMoves, Sales, Statements}

const (
	maxTold   = 5      // wrong rows told in full
	batchRows = 50_000 // rows of one insert of Write
)

// Options say how a file is read. The zero value is right for most.
type Options struct {
	Location *time.Location          // of times without an offset where no store says it; nil is Asia/Shanghai
	Columns  map[string]string       // name in the file -> name here
	DryRun   bool                    // check only; the database is not needed, but it knows the stores' time zones
	Now      time.Time               // the version of the rows; zero is the present
	Preview  int                     // rows to give as they will stand in the table
	May      func(store string) bool // of whose stores rows are taken; nil: of all. Of statements only
	MaxRows  int64                   // longest file that is taken, in rows; 0: any
	Ready    func(Result) error      // asked when every row is right and staged, before any can be seen; an error refuses the file
	sum      *statementSum           // of a statement

	Progress func(step string, rows int64, at tabular.Position)
}

// Result says what an import found and did.
type Result struct {
	Rows     int64    // rows read
	Wrong    int64    // of those, refused
	Written  int64    // rows in the database now; 0 if any was wrong
	Problems []string // the first few wrong rows, each with its line
	first    error    // of these
	Ignored  []string // columns that this kind does not have
	Preview  []string // the first rows
	Unlisted Unlisted // after an import of sales: what is still to be imported besides
}

// Import checks and writes the whole file: if any row is wrong, none is written, and readers see all or none. The same file
// again changes nothing, since the newest version of a key counts. Memory is bounded, however many rows there are.
func Import(ctx context.Context, db *sql.DB, kind Kind, path string, opt Options) (Result, error) {
	if opt.Location == nil {
		loc, err := time.LoadLocation(defaultZone)
		if err != nil {
			return Result{}, err
		}
		opt.Location = loc
	}
	if opt.Now.IsZero() {
		opt.Now = time.Now()
	}
	zones := map[string]*time.Location{}
	if kind != Stores { // which may be on their way to mend a zone
		var err error
		if zones, err = storeZones(ctx, db); err != nil {
			return Result{}, err
		}
	}
	in := importer{db: db, kind: kind, path: path, opt: opt, zones: zones}
	switch kind {
	case Stores:
		return load(ctx, in, storeSpec)
	case Communities:
		return load(ctx, in, communitySpec)
	case Products:
		return load(ctx, in, productSpec)
	case Categories:
		return load(ctx, in, categorySpec)
	case Campaigns:
		return load(ctx, in, campaignSpec)
	case StockMoves:
		return load(ctx, in, stockSpec)
	case Sales:
		r, err := load(ctx, in, salesSpec)
		if err == nil && !opt.DryRun {
			r.Unlisted, err = unlisted(ctx, db)
		}
		return r, err
	case Statements:
		return load(ctx, in, statementSpec)
	}
	return Result{}, fmt.Errorf("%q cannot be imported: give one of %v", kind, Kinds)
}

type importer struct {
	db    *sql.DB
	kind  Kind
	path  string
	opt   Options
	zones map[string]*time.Location
}
