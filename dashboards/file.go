package dashboards

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"

	"github.com/linli-project/linli/dashboards/owner"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/report"
)

var kinds = map[string]string{
	"html": "text/html; charset=utf-8",
	"md":   "text/markdown; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// reportFile answers /owner/report.html, .xlsx and .md: the store's day as a file.
func (s *Site) reportFile(format string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		store, day, ok := s.owner.Asked(w, r)
		if !ok {
			return
		}
		var b bytes.Buffer
		err := report.Write(r.Context(), s.db, &b, report.Options{
			Store: store.ID, Day: day, Format: format, Lang: page.From(r).Lang, Now: s.options.Now,
		})
		if err != nil {
			status, key := http.StatusServiceUnavailable, "fail.data"
			if errors.Is(err, report.ErrNoStore) {
				status, key = http.StatusNotFound, "fail.nostore"
			}
			s.shell.Fail(w, r, status, key, err)
			return
		}
		w.Header().Set("Content-Type", kinds[format])
		w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="linli-%s-%s.%s"`,
			owner.FileName(store.ID), day.Format("20060102"), format))
		_, _ = w.Write(b.Bytes())
	}
}
