package dashboards

import (
	"errors"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/words"
)

// policy lets a page load its own files and nothing else; no code stands in pages.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// largestForm is more than any form of ours sends; a form with a file may be larger, so that a file that is too large can be
// refused in words. Who is not signed in is refused before any of it is read.
const (
	largestForm   = 64 << 10
	largestUpload = 32 << 20
)

// bound is the largest body that an address takes.
func bound(r *http.Request) int64 {
	if r.URL.Path == "/owner/settlement" && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return largestUpload
	}
	return largestForm
}

// guard sets the headers of every answer, keeps foreign sites from posting, and
// turns a panic into an answer and a line in the log.
func (s *Site) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
		h.Set("Cache-Control", "no-store")
		if strings.HasPrefix(s.options.PublicURL, "https:") {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler { //nolint:errorlint // the value itself is the sign
					panic(p)
				}
				s.options.Log.Error("page panicked", "path", r.URL.Path, "panic", p, "stack", string(debug.Stack()))
				http.Error(w, "internal error", http.StatusInternalServerError)
			}
		}()
		if err := s.cross.Check(r); err != nil {
			http.Error(w, "cross-origin request refused", http.StatusForbidden)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, bound(r))
		next.ServeHTTP(w, r)
	})
}

// admit finds out who asks and whether the role may; every form sent back must
// carry the token of its session.
func (s *Site) admit(roles []string, next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		in := page.Reader{Lang: language(r), World: s.world.Get(r.Context()), Wait: s.options.Wait}
		who, session, err := s.door.Who(r)
		if err != nil {
			s.shell.Fail(w, page.With(r, in), http.StatusServiceUnavailable, "fail.data", err)
			return
		}
		if who != nil {
			in.Account, in.Session, in.Form = who, session, s.door.FormToken(session)
		}
		r = page.With(r, in)
		switch {
		case roles == nil:
		case who == nil && (r.Header.Get("X-Part") != "" || r.URL.Path == "/live.json"):
			http.Error(w, "sign in first", http.StatusUnauthorized)
			return
		case who == nil && r.Method == http.MethodGet:
			http.Redirect(w, r, "/signin?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
			return
		case who == nil:
			s.shell.Fail(w, r, http.StatusUnauthorized, "fail.role", nil)
			return
		case !slices.Contains(roles, who.Role):
			s.shell.Fail(w, r, http.StatusForbidden, "fail.role", nil)
			return
		}
		if r.Method == http.MethodPost {
			err := r.ParseMultipartForm(largestForm) // files go to the disk
			if r.MultipartForm != nil {
				defer func() { _ = r.MultipartForm.RemoveAll() }()
			}
			if _, big := errors.AsType[*http.MaxBytesError](err); big {
				s.shell.Fail(w, r, http.StatusRequestEntityTooLarge, "fail.big", nil)
				return
			}
		}
		if r.Method == http.MethodPost && !s.formIsOurs(r, session) {
			s.shell.Fail(w, r, http.StatusForbidden, "fail.form", nil)
			return
		}
		next(w, r)
	})
}

// formIsOurs checks the token of a form: of the session, or before signing in of the visit.
func (s *Site) formIsOurs(r *http.Request, session string) bool {
	token := r.PostFormValue("form")
	return s.door.FormTokenMatches(session, token) ||
		(r.URL.Path == "/signin" && s.door.FormTokenMatches(s.door.VisitID(r), token))
}

// language is the choice kept in the cookie; Chinese when there is none.
func language(r *http.Request) words.Lang {
	lang, _ := chosen(r)
	return lang
}

// chosen is the language of the cookie, and whether there is one.
func chosen(r *http.Request) (words.Lang, bool) {
	c, err := r.Cookie("linli_lang")
	if err != nil {
		return words.Chinese, false
	}
	return words.ParseLang(c.Value), true
}

// inside keeps a way back within the site.
func inside(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	if u, err := url.Parse(path); err != nil || u.Host != "" || u.Scheme != "" {
		return "/"
	}
	return path
}
