package dashboards

import (
	"embed"
	"html/template"
	"net/http"

	"github.com/linli-project/linli/dashboards/account"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/words"
)

//go:embed signin.html password.html
var files embed.FS

type signinPage struct{ page *template.Template }

func newSigninPage(shell *page.Shell) signinPage {
	return signinPage{shell.Parse(files, "signin.html")}
}

// signinContent is what the template reads.
type signinContent struct {
	Problem, Login, Next string
	Demo                 bool
}

func (s *Site) showSignin(w http.ResponseWriter, r *http.Request, status int, c signinContent) {
	in := page.From(r)
	in.Account = nil
	if _, ok := chosen(r); !ok { // nobody has said yet what they read: what their browser prefers
		in.Lang = words.Preferred(r.Header.Get("Accept-Language"))
	}
	in.Form = s.door.FormToken(s.door.Visit(w, r))
	r = page.With(r, in)
	c.Demo = s.options.Demo
	s.shell.Render(w, r, s.signin.page, status, s.shell.View(r, s.shell.Printer(r).T("signin.title"), "", c))
}

func (s *Site) home(w http.ResponseWriter, r *http.Request) {
	if who := page.From(r).Account; who != nil {
		http.Redirect(w, r, who.Home(), http.StatusSeeOther)
		return
	}
	http.Redirect(w, r, "/signin", http.StatusSeeOther)
}

func (s *Site) signinForm(w http.ResponseWriter, r *http.Request) {
	s.showSignin(w, r, http.StatusOK, signinContent{Next: inside(r.URL.Query().Get("next"))})
}

func (s *Site) signinTry(w http.ResponseWriter, r *http.Request) {
	c := signinContent{Login: r.PostFormValue("login"), Next: inside(r.PostFormValue("next"))}
	who, outcome, err := s.door.Enter(r.Context(), r, c.Login, r.PostFormValue("password"))
	switch {
	case err != nil:
		s.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
	case outcome == account.TooMany:
		c.Problem = "signin.toomany"
		w.Header().Set("Retry-After", "300")
		s.showSignin(w, r, http.StatusTooManyRequests, c)
	case outcome != account.In:
		c.Problem = "signin.refused"
		s.showSignin(w, r, http.StatusUnauthorized, c)
	default:
		s.enter(w, r, who, c.Next)
	}
}

func (s *Site) signinLink(w http.ResponseWriter, r *http.Request) {
	who, err := s.door.ByLink(r.Context(), r.URL.Query().Get("token"))
	if err != nil {
		if !account.Forged(err) {
			s.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
			return
		}
		s.showSignin(w, r, http.StatusUnauthorized, signinContent{Problem: "signin.link", Next: "/"})
		return
	}
	s.enter(w, r, who, "/")
}

func (s *Site) enter(w http.ResponseWriter, r *http.Request, who *account.Account, next string) {
	if err := s.door.Open(w, r, who); err != nil {
		s.shell.Fail(w, r, http.StatusInternalServerError, "fail.server", err)
		return
	}
	s.options.Log.Info("signed in", "login", who.Login, "role", who.Role)
	if next == "/" {
		next = who.Home()
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
}

func (s *Site) signout(w http.ResponseWriter, r *http.Request) {
	in := page.From(r)
	if err := s.door.Close(r.Context(), w, r, in.Account, in.Session); err != nil {
		s.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	http.Redirect(w, r, "/signin", http.StatusSeeOther)
}

// language keeps the choice for a year and goes back to the page.
func (s *Site) language(w http.ResponseWriter, r *http.Request) {
	lang := words.ParseLang(r.URL.Query().Get("to"))
	http.SetCookie(w, &http.Cookie{
		Name: "linli_lang", Value: string(lang), Path: "/", MaxAge: 31_536_000, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	http.Redirect(w, r, inside(r.URL.Query().Get("back")), http.StatusSeeOther)
}
