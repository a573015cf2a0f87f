// Package api is the JSON interface of the figures: the semantic views of
// ClickHouse (v_store_day, v_product_day, …) under /api/v1/, for programs with a
// key and for people who are signed in, as JSON, CSV, Arrow stream or Parquet.
//
// A key belongs to an account and opens what that account may see: its role says
// which sets, its stores which rows; both are checked here, before the query.
// The document at /api/openapi.json is made from the same list of sets as the
// addresses, and from the columns as the database describes them.
//
// Units: money in fen, shares 0 to 1, days as 2026-11-22 in the store's zone.
package api

import (
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/linli-project/linli/dashboards/account"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/sql"
)

// Room answers /api/.
type Room struct {
	db   *sql.DB
	log  *slog.Logger
	now  func() time.Time
	slow *limiter

	mu       sync.Mutex
	describe *description // what the database says about its views; nil: not asked yet
}

// New makes the room.
func New(db *sql.DB, shell *page.Shell) *Room {
	return &Room{db: db, log: shell.Log, now: shell.Now, slow: newLimiter(shell.Now)}
}

// Problem is the answer to a request that cannot be answered, in both languages.
type Problem struct {
	Code      string `json:"code"`
	Message   string `json:"message"`
	MessageZh string `json:"message_zh"`
	status    int
}

func problem(status int, code, en, zh string) *Problem {
	return &Problem{Code: code, Message: en, MessageZh: zh, status: status}
}

// answer sends a problem.
func (p *Problem) answer(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	switch p.status {
	case http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", `Bearer realm="linli"`)
	case http.StatusTooManyRequests:
		w.Header().Set("Retry-After", "60")
	}
	w.WriteHeader(p.status)
	_ = json.NewEncoder(w).Encode(map[string]*Problem{"error": p})
}

// Limits of one minute: of a key or a signed-in person, and of wrong keys from one address.
const (
	most      = 300
	mostWrong = 20
)

// who finds out whose request it is: a key in the header, else the person who is signed in.
func (m *Room) who(r *http.Request) (*account.Account, *Problem) {
	wrong := problem(http.StatusUnauthorized, "unauthorized", "no valid key: send Authorization: Bearer KEY; linli account key add makes one",
		"没有有效的密钥：请在请求头里写 Authorization: Bearer 密钥；linli account key add 可生成")
	tooMany := problem(http.StatusTooManyRequests, "too_many_requests", "too many requests, wait a minute", "请求过于频繁，请一分钟后再试")
	header := r.Header.Get("Authorization")
	if header == "" {
		who := page.From(r).Account
		if who == nil {
			return nil, wrong
		}
		if !m.slow.allow("login "+who.Login, most) {
			return nil, tooMany
		}
		return who, nil
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if m.slow.count("wrong "+host) >= mostWrong {
		return nil, tooMany
	}
	kind, key, _ := strings.Cut(header, " ")
	if !strings.EqualFold(kind, "Bearer") {
		return nil, wrong
	}
	who, id, err := m.open(r.Context(), strings.TrimSpace(key))
	switch {
	case err != nil:
		m.log.Error("api: key not checked", "error", err)
		return nil, unavailable
	case who == nil:
		m.slow.allow("wrong "+host, mostWrong)
		return nil, wrong
	case !m.slow.allow("key "+id, most):
		return nil, tooMany
	}
	return who, nil
}

var unavailable = problem(http.StatusServiceUnavailable, "unavailable", "the data cannot be read right now, try again in a moment", "暂时读不到数据，请稍后再试")
