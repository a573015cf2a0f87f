package page

import (
	"context"
	"errors"
	"html/template"
	"net/http"
	"time"
)

// PartTime is how long a part may take before its frame says so.
const PartTime = 8 * time.Second

// Part answers with one block of a page. Its error and its slowness stay within
// its frame. Without the header of our script it comes as a page of its own.
func (s *Shell) Part(w http.ResponseWriter, r *http.Request, t *template.Template, title, room string, load func(context.Context) (any, error)) {
	ctx, cancel := context.WithTimeout(r.Context(), PartTime)
	defer cancel()
	data, err := load(ctx)
	v := s.View(r, title, room, data)
	name, status := "main", http.StatusOK
	if err != nil {
		if r.Context().Err() != nil {
			return // the reader has left
		}
		s.Log.Error("part failed", "path", r.URL.Path, "error", err)
		name, status, v.Data = "broken", http.StatusInternalServerError, "fail.block"
		if errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
			status, v.Data = http.StatusGatewayTimeout, "fail.slow"
		}
	}
	w.Header().Set("Vary", "X-Part")
	if r.Header.Get("X-Part") == "" {
		v.Part = true
		if name == "broken" {
			s.write(w, r, s.base, "layout", status, v)
			return
		}
		s.write(w, r, t, "layout", status, v)
		return
	}
	w.Header().Set("X-Part", "1")
	s.write(w, r, t, name, status, v)
}
