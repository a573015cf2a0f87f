package dashboards

import (
	"net"
	"net/http"

	"github.com/klauspost/compress/gzhttp"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/linli-project/linli/dashboards/account"
	"github.com/linli-project/linli/dashboards/api"
	"github.com/linli-project/linli/dashboards/manager"
	"github.com/linli-project/linli/dashboards/owner"
	"github.com/linli-project/linli/dashboards/report"
)

// route is an address, who may open it, and what answers. No roles: everyone,
// signed in or not.
type route struct {
	pattern string
	roles   []string
	answer  http.HandlerFunc
}

var (
	everyone = []string{account.Owner, account.Merchandiser, account.Manager}
	tuners   = []string{account.Merchandiser, account.Manager}
	board    = []string{account.Manager}
)

// table is every address of the site; the tests walk through it.
func (s *Site) table() []route {
	t := []route{
		{"GET /{$}", nil, s.home},
		{"GET /signin", nil, s.signinForm},
		{"POST /signin", nil, s.signinTry},
		{"GET /signin/link", nil, s.signinLink},
		{"POST /signout", nil, s.signout},
		{"GET /password", everyone, s.passwordForm},
		{"POST /password", everyone, s.passwordChange},
		{"GET /lang", nil, s.language},
		{"GET /owner", everyone, s.owner.Page},
		{"POST /owner/order", everyone, s.owner.Order},
		{"POST /owner/advice", everyone, s.owner.Decide},
		{"POST /owner/pickup", everyone, s.owner.PickUp},
		{"POST /owner/push", everyone, s.owner.Push},
		{"GET /owner/settlement", everyone, s.owner.Settlement},
		{"POST /owner/settlement", everyone, s.owner.Upload},
		{"GET /merchandiser", tuners, s.merchandiser.Page},
		{"GET /merchandiser/recommendations.csv", tuners, s.merchandiser.Download("csv")},
		{"GET /merchandiser/recommendations.xlsx", tuners, s.merchandiser.Download("xlsx")},
		{"GET /part/affinity", tuners, s.merchandiser.Affinity},
		{"GET /merchandiser/whatif", tuners, s.merchandiser.WhatIf},
		{"GET /merchandiser/gate", tuners, s.merchandiser.Gate},
		{"GET /merchandiser/compare", tuners, s.merchandiser.Compare},
		{"GET /merchandiser/communities", tuners, s.merchandiser.Communities},
		{"GET /merchandiser/community", tuners, s.merchandiser.Community},
		{"GET /merchandiser/alike", tuners, s.merchandiser.Alike},
		{"GET /merchandiser/forecast", tuners, s.merchandiser.Forecast},
		{"GET /merchandiser/rules", tuners, s.merchandiser.Rules},
		{"POST /merchandiser/decide", tuners, s.merchandiser.Decide},
		{"POST /merchandiser/rule", tuners, s.merchandiser.Rule},
		{"POST /merchandiser/undo", tuners, s.merchandiser.Undo},
		{"GET /manager", board, s.manager.Page},
		{"POST /manager/view", board, s.manager.Save},
		{"GET /manager/changes", board, s.manager.Changes},
		{"GET /manager/changes/export", board, s.manager.ChangesExport},
		{"GET /live.json", board, s.manager.LiveJSON},
		{"GET /jobs", tuners, s.operation.Page},
		{"POST /jobs/run", tuners, s.operation.Run},
	}
	for _, kind := range owner.Kinds {
		t = append(t, route{"GET /owner/" + kind, everyone, s.owner.List(kind)})
		for _, format := range owner.Formats {
			t = append(t, route{"GET /owner/" + kind + "." + format, everyone, s.owner.Download(kind, format)})
		}
	}
	for _, format := range owner.Formats {
		t = append(t, route{"GET /owner/settlement." + format, everyone, s.owner.SettlementFile(format)})
	}
	for _, format := range report.Formats {
		t = append(t, route{"GET /owner/report." + format, everyone, s.reportFile(format)})
	}
	for _, part := range manager.Parts {
		t = append(t, route{"GET /part/" + part, board, s.manager.Part(part)})
	}
	for _, set := range api.Sets { // which see to their own keys
		t = append(t, route{"GET " + set.Path(), nil, s.api.Answer(set)})
	}
	return append(t, route{"GET /api/openapi.json", nil, s.api.OpenAPI}, route{"GET /guide", everyone, s.guide.Page}, route{"GET /manager/export", board, s.manager.Export})
}

func (s *Site) routes() http.Handler {
	mux := http.NewServeMux()
	for _, r := range s.table() {
		mux.Handle(r.pattern, s.figures.count(r.pattern, s.admit(r.roles, r.answer)))
	}
	mux.Handle("GET /assets/", s.shell.Assets)
	mux.HandleFunc("GET /healthz", s.health)
	mux.HandleFunc("GET /readyz", s.ready)
	mux.Handle("GET /metrics", near(promhttp.HandlerFor(s.options.Registry, promhttp.HandlerOpts{})))
	mux.Handle("/", s.admit(nil, s.unknown))
	return s.guard(zipped(mux))
}

// zipped compresses what is worth it. The length of an answer varies at random, so that it does not tell what is in a page (BREACH).
func zipped(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1400), gzhttp.CompressionLevel(5), gzhttp.RandomJitter(64, -1, false))
	if err != nil {
		panic(err) // the options are constants
	}
	return wrap(next)
}

// near answers this machine and its private network only: figures of the process are for those who run it.
func near(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		ip := net.ParseIP(host)
		if err != nil || ip == nil || !ip.IsLoopback() && !ip.IsPrivate() || r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" {
			http.Error(w, "metrics are told inside the own network only, not through a proxy", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}
