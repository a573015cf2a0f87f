package dashboards

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// figures are what the site tells Prometheus about itself.
type figures struct {
	took *prometheus.HistogramVec
}

func newFigures(registry *prometheus.Registry) (figures, error) {
	f := figures{prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "linli_page_seconds", Help: "Time to answer a page, by route and status.",
		Buckets: []float64{.01, .03, .1, .3, 1, 3, 10},
	}, []string{"route", "status"})}
	return f, registry.Register(f.took)
}

func (f figures) count(pattern string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, seen := time.Now(), &statusWriter{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			f.took.WithLabelValues(pattern, strconv.Itoa(seen.status)).Observe(time.Since(start).Seconds())
		}()
		next.ServeHTTP(seen, r)
	})
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// health says that the process answers.
func (s *Site) health(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok\n"))
}

// ready says whether pages can be served; why not is in the log, not in the answer.
func (s *Site) ready(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if s.options.Ready != nil {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		if err := s.options.Ready(ctx); err != nil {
			if !s.unready.Swap(true) { // probes come every few seconds
				s.options.Log.Warn("not ready", "err", err)
			}
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = w.Write([]byte("not ready\n"))
			return
		}
	}
	if s.unready.Swap(false) {
		s.options.Log.Info("ready again")
	}
	_, _ = w.Write([]byte("ready\n"))
}

// unknown answers what no route knows.
func (s *Site) unknown(w http.ResponseWriter, r *http.Request) {
	s.shell.Fail(w, r, http.StatusNotFound, "fail.page", nil)
}
