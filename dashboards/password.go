package dashboards

import (
	"net/http"

	"github.com/linli-project/linli/dashboards/page"
)

// passwordContent is what the template reads.
type passwordContent struct {
	Login, Problem string
	Has, Done      bool
}

func (s *Site) passwordForm(w http.ResponseWriter, r *http.Request) {
	s.showPassword(w, r, http.StatusOK, passwordContent{Done: r.URL.Query().Has("done")})
}

func (s *Site) showPassword(w http.ResponseWriter, r *http.Request, status int, c passwordContent) {
	who := page.From(r).Account
	c.Login, c.Has = who.Login, who.HasPassword()
	s.shell.Render(w, r, s.password, status, s.shell.View(r, s.shell.Printer(r).T("password.title"), "", c))
}

func (s *Site) passwordChange(w http.ResponseWriter, r *http.Request) {
	who := page.From(r).Account
	problem, err := s.door.Change(r.Context(), w, r, who, r.PostFormValue("old"), r.PostFormValue("fresh"), r.PostFormValue("again"))
	switch {
	case err != nil:
		s.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
	case problem != "":
		s.options.Log.Warn("password not changed", "login", who.Login, "why", problem)
		s.showPassword(w, r, http.StatusUnprocessableEntity, passwordContent{Problem: problem})
	default:
		s.options.Log.Info("password changed", "login", who.Login)
		http.Redirect(w, r, "/password?done", http.StatusSeeOther)
	}
}
