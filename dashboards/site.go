// Package dashboards is what people see: the owner's day, the merchandiser's
// workbench, the board of management and the jobs page, in Chinese and English,
// each behind its role; and the owner's day as a file. Everything is read from
// ClickHouse through [sql.DB]; what the jobs and models publish meets the pages
// in tables, never in code.
//
// The rooms, from the ground up: words (language and figures), assets, changelog (who changed what), account
// (who may see what), page (the frame of every page), chain (what is loaded),
// table (CSV and Excel), settlement (what a day comes to, and what differs), then one room per reader: owner, merchandiser, manager,
// operation; and report, the owner's day as a file. This package ties them together.
package dashboards

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/linli-project/linli/dashboards/account"
	"github.com/linli-project/linli/dashboards/api"
	"github.com/linli-project/linli/dashboards/assets"
	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/guide"
	"github.com/linli-project/linli/dashboards/manager"
	"github.com/linli-project/linli/dashboards/merchandiser"
	"github.com/linli-project/linli/dashboards/operation"
	"github.com/linli-project/linli/dashboards/owner"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/report"
	"github.com/linli-project/linli/sql"
)

// Options of the site; the zero value works.
type Options struct {
	Secret    []byte                      // signs sessions and links, 16 bytes or more; nil: made up, and gone at the end of the process
	Log       *slog.Logger                // nil: slog.Default
	Now       func() time.Time            // nil: the clock
	Registry  *prometheus.Registry        // what /metrics shows, and where the site's own figures go; nil: a new one
	PublicURL string                      // address that links are made with, such as https://linli.example
	Ready     func(context.Context) error // what /readyz asks; nil: always ready
	Demo      bool                        // the sign-in page says where the one-click links are
	Memory    int64                       // bytes of answers kept while their tables stay the same; 0: 64 MiB
	Wait      time.Duration               // longest that a page waits for one of its blocks; 0: as long as the page says, seconds
	Statement owner.StatementReader       // imports a statement that is handed in on a page; nil: statements come in by command only
	Fresh     time.Duration               // how long it is taken for granted that others wrote nothing; 0: looked at for each question
}

// Site is all pages behind one handler.
type Site struct {
	options      Options
	db           *sql.DB
	door         *account.Door
	shell        *page.Shell
	world        *chain.World
	owner        *owner.Room
	merchandiser *merchandiser.Room
	manager      *manager.Room
	operation    *operation.Room
	api          *api.Room
	guide        *guide.Room
	signin       signinPage
	password     *template.Template
	figures      figures
	cross        *http.CrossOriginProtection
	handler      http.Handler
	unready      atomic.Bool // the last answer of /readyz
}

// New makes the site.
func New(db *sql.DB, o Options) (*Site, error) {
	if db == nil {
		return nil, errors.New("dashboards: no database")
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Registry == nil {
		o.Registry = prometheus.NewRegistry()
	}
	if o.Secret == nil {
		o.Secret = make([]byte, 32)
		_, _ = rand.Read(o.Secret) // never fails, says its documentation
		o.Log.Warn("no secret is set: sessions and sign-in links end with this process")
	}
	if len(o.Secret) < 16 {
		return nil, fmt.Errorf("dashboards: the secret has %d bytes, want 16 or more", len(o.Secret))
	}
	public, err := url.Parse(o.PublicURL)
	if err != nil || (o.PublicURL != "" && (public.Host == "" || (public.Scheme != "http" && public.Scheme != "https"))) {
		return nil, fmt.Errorf("dashboards: public URL %q: want http://host or https://host", o.PublicURL)
	}
	o.PublicURL = strings.TrimSuffix(o.PublicURL, "/")
	if o.Memory == 0 {
		o.Memory = 64 << 20
	}
	db = db.WithMemory(sql.NewMemory(o.Memory, o.Fresh))
	s := &Site{options: o, db: db, world: chain.NewWorld(db, o.Now), cross: http.NewCrossOriginProtection()}
	s.door = account.NewDoor(db, o.Secret, public.Scheme == "https", o.Now)
	s.shell = page.NewShell(page.Shell{Assets: assets.Load(), Log: o.Log, Now: o.Now})
	if !s.shell.Assets.Has("charts.js") {
		o.Log.Warn("no charts in this binary: pages show tables instead; npm ci && npm run build, then build again")
	}
	s.signin = newSigninPage(s.shell)
	s.password = s.shell.Parse(files, "password.html")
	s.owner, s.merchandiser = owner.New(db, s.shell), merchandiser.New(db, s.shell)
	s.owner.Statement = o.Statement
	s.manager, s.operation = manager.New(db, s.shell), operation.New(db, s.shell)
	s.api, s.guide = api.New(db, s.shell), guide.New(s.shell)
	if s.figures, err = newFigures(o.Registry); err != nil {
		return nil, fmt.Errorf("dashboards: metrics: %w", err)
	}
	s.handler = s.routes()
	return s, nil
}

// everySoOften is the pause between two looks at what the board is usually asked.
const everySoOften = 10 * time.Second

// KeepAhead makes the first questions after a start quick, then asks the usual ones of the board again as their tables change, so that who
// opens it finds the answers ready. It runs until the context ends.
func (s *Site) KeepAhead(ctx context.Context) {
	if err := s.db.Warm(ctx); err != nil && ctx.Err() == nil {
		s.options.Log.Debug("the tables were not warmed up", "error", err)
	}
	for ctx.Err() == nil {
		if err := s.manager.Ahead(ctx); err != nil && ctx.Err() == nil {
			s.options.Log.Debug("the board was not asked ahead", "error", err)
		}
		select {
		case <-time.After(everySoOften):
		case <-ctx.Done():
		}
	}
}

// Handler answers every address of the site.
func (s *Site) Handler() http.Handler { return s.handler }

// Account is who can sign in.
type Account = account.Account

// The roles of accounts.
const (
	RoleOwner        = account.Owner
	RoleMerchandiser = account.Merchandiser
	RoleManager      = account.Manager
)

// AddAccount writes an account; the same login again replaces it. Without a
// password one that is there already stays, and a new account is opened by links only.
func AddAccount(ctx context.Context, db *sql.DB, a Account, password string) error {
	return account.Add(ctx, db, a, password)
}

// Accounts lists every account, by login.
func Accounts(ctx context.Context, db *sql.DB) ([]*Account, error) { return account.List(ctx, db) }

// DisableAccount shuts an account out, or lets it in again.
func DisableAccount(ctx context.Context, db *sql.DB, login string, disabled bool) error {
	return account.Disable(ctx, db, login, disabled)
}

// SignInLink makes a one-click link for an account that exists.
func (s *Site) SignInLink(ctx context.Context, login string, ttl time.Duration) (string, error) {
	path, err := s.door.Link(ctx, login, ttl)
	return s.options.PublicURL + path, err
}

// Guest lets in somebody who is in no table until the process ends, and gives the link that signs in: for measuring, where nothing is written.
func (s *Site) Guest(ctx context.Context, a Account) (string, error) {
	s.door.Guest(a)
	return s.SignInLink(ctx, a.Login, time.Hour)
}

// ReportOptions say which day of which store, and in which form.
type ReportOptions = report.Options

// Report writes the owner's day of a store as html, xlsx or md.
func Report(ctx context.Context, db *sql.DB, w io.Writer, o ReportOptions) error {
	return report.Write(ctx, db, w, o)
}
