package main

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// ready says whether this process does its part: events are stored, pages can be made, Kafka takes events.
func (s *stack) ready(ctx context.Context) error {
	if s.db != nil {
		if _, err := s.db.Version(ctx); err != nil {
			return err
		}
	}
	if s.sink != nil && !s.sink.Ready() {
		return errors.New("the sink is not storing events: see the log")
	}
	if s.db == nil && s.producer != nil {
		_, err := s.cluster.Ping(ctx)
		return err
	}
	return nil
}

// watch serves health and metrics of a process without pages, at the addresses that the pages have for them.
func (s *stack) watch(mux *http.ServeMux) {
	answer := func(w http.ResponseWriter, status int, text string) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(text + "\n"))
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, "ok") })
	var unready atomic.Bool
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		if err := s.ready(ctx); err != nil {
			if !unready.Swap(true) { // probes come every few seconds
				s.log.Warn("not ready", "err", err)
			}
			answer(w, http.StatusServiceUnavailable, "not ready")
			return
		}
		if unready.Swap(false) {
			s.log.Info("ready again")
		}
		answer(w, http.StatusOK, "ready")
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.registry, promhttp.HandlerOpts{}))
}
