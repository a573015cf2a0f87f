package collect

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestOptOutDoor(t *testing.T) {
	var kept []string
	var failing error
	door := New(Options{Keys: []string{"shop:0123456789"}, Log: quiet}).OptOut(func(_ context.Context, users []string, out bool) error {
		kept = append(kept, fmt.Sprintf("%v%v", out, users))
		return failing
	})
	ask := func(method, key, body string) (int, string) {
		t.Helper()
		kept = nil
		r := httptest.NewRequestWithContext(t.Context(), method, "/v1/optout", strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+key)
		w := httptest.NewRecorder()
		door.ServeHTTP(w, r)
		return w.Code, strings.TrimSpace(w.Body.String())
	}
	for _, tc := range []struct {
		body   string
		status int
		kept   string
	}{
		{`{"user_id":"u1"}`, 200, "true[u1]"},
		{`[{"user_id":"u1"},{"user_id":"u2","opted_out":false},{"user_id":"u3","opted_out":true}]`, 200, "true[u1 u3],false[u2]"},
		{`[{"user_id":"u1"},{"user_id":"u1","opted_out":false}]`, 200, "false[u1]"},
		{``, 400, ""}, {`[]`, 400, ""}, {`{"user_id":`, 400, ""}, {`{"user":"u1"}`, 400, ""}, {`[{"user_id":"u1"}] x`, 400, ""}, {`"u1"`, 400, ""},
		{`[{"user_id":"u1"},{"user_id":""}]`, 422, ""}, {`{"user_id":"` + strings.Repeat("x", 129) + `"}`, 422, ""},
	} {
		if status, answer := ask(http.MethodPost, "0123456789", tc.body); status != tc.status || strings.Join(kept, ",") != tc.kept {
			t.Errorf("%s: %d %s, kept %v", tc.body, status, answer, kept)
		}
	}
	if status, _ := ask(http.MethodPost, "a wrong key", `{"user_id":"u1"}`); status != 401 || kept != nil {
		t.Errorf("a wrong key: %d, %v", status, kept)
	}
	if status, _ := ask(http.MethodGet, "0123456789", ""); status != 405 {
		t.Errorf("GET: %d", status)
	}
	failing = errors.New("away")
	if status, answer := ask(http.MethodPost, "0123456789", `{"user_id":"u1"}`); status != 503 || strings.Contains(answer, "away") {
		t.Errorf("ClickHouse is away: %d %s", status, answer)
	}
}
