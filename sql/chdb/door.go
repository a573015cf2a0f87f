package chdb

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// DoorOptions say who may do what through a [Engine.Handler].
type DoorOptions struct {
	ReadOnly       bool   // only SELECT, SHOW, DESCRIBE, EXPLAIN, EXISTS
	User, Password string // asked for if Password is not empty
}

// Handler speaks ClickHouse's HTTP interface, for curl, Grafana, BI tools and a
// second Linli process.
func (e *Engine) Handler(o DoorOptions) http.Handler {
	return &door{engine: e, options: o}
}

// door turns HTTP requests into statements. The trusted one serves this
// process's own driver and skips the checks that guard a port.
type door struct {
	engine  *Engine
	options DoorOptions
	trusted bool
}

func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !d.trusted {
		if status, why := d.refuse(r); why != "" {
			if status == http.StatusUnauthorized {
				w.Header().Set("WWW-Authenticate", `Basic realm="Linli"`)
			}
			fail(w, status, &Exception{Code: 516, Name: "AUTHENTICATION_FAILED", Message: "Code: 516. DB::Exception: " + why + " (AUTHENTICATION_FAILED)"})
			return
		}
	}
	switch r.URL.Path {
	case "/ping", "/replicas_status":
		_, _ = io.WriteString(w, "Ok.\n")
		return
	case "", "/":
	default:
		http.Error(w, "There is no handle "+r.URL.Path+". Use / or /ping for health checks.", http.StatusNotFound)
		return
	}
	if (r.Method == http.MethodGet || r.Method == http.MethodHead) && !r.URL.Query().Has("query") {
		_, _ = io.WriteString(w, "Ok.\n")
		return
	}
	w.Header().Set("X-ClickHouse-Server-Display-Name", "linli")
	w.Header().Set("X-ClickHouse-Timezone", "UTC")
	if err := d.serve(w, r); err != nil {
		var ex *Exception
		switch {
		case errors.As(err, &ex):
		case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
			ex = newException("Code: 394. DB::Exception: Query was cancelled: " + err.Error() + ". (QUERY_WAS_CANCELLED)")
		default:
			ex = newException(err.Error())
		}
		fail(w, statusOf(ex.Code), ex)
	}
}

// serve runs the request's statement. It returns an error only if nothing was sent yet.
func (d *door) serve(w http.ResponseWriter, r *http.Request) error {
	job, err := readJob(r)
	if err != nil {
		return err
	}
	w.Header().Set("X-ClickHouse-Query-Id", job.id)
	if job.hello {
		return d.sayHello(w)
	}
	readOnly := d.options.ReadOnly || r.Method == http.MethodGet || r.Method == http.MethodHead
	if err := d.allow(job, readOnly); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	c, err := d.engine.acquire(ctx, job.database, job.settings)
	if err != nil {
		return err
	}
	defer d.engine.release(c)
	if d.options.ReadOnly {
		// A session that was made read-only cannot be turned back.
		c.spoilt = true
		if _, err := c.exec("SET readonly = 1", "Null"); err != nil {
			return err
		}
	}
	stop := d.engine.watch(ctx, c)
	defer stop()
	if job.sql.hasData {
		return runInsert(ctx, w, job, c)
	}
	a, err := c.check(job.text)
	if err != nil {
		return err
	}
	if readOnly && a.class != classReadOnly {
		return readOnlyError(r.Method)
	}
	if a.class == classControl {
		c.spoilt = true
	}
	return runQuery(ctx, w, r, job, c)
}

// fail sends an error as ClickHouse does.
func fail(w http.ResponseWriter, status int, ex *Exception) {
	h := w.Header()
	h.Del("Content-Encoding")
	h.Set("Content-Type", "text/plain; charset=UTF-8")
	h.Set("X-ClickHouse-Exception-Code", strconv.Itoa(ex.Code))
	w.WriteHeader(status)
	_, _ = io.WriteString(w, ex.Message+"\n")
}

// statusOf maps an exception to the HTTP status that ClickHouse gives it.
func statusOf(code int) int {
	switch code {
	case 516, 192, 193, 194:
		return http.StatusUnauthorized
	case 497, 164, 291:
		return http.StatusForbidden
	case 60, 81, 218, 36_000:
		return http.StatusNotFound
	case 6, 26, 27, 33, 38, 41, 42, 43, 46, 47, 53, 62, 63, 69, 70, 72, 73, 115, 117, 130, 349, 456, 457:
		return http.StatusBadRequest
	case 159:
		return http.StatusRequestTimeout
	case 1:
		return http.StatusNotImplemented
	case 394:
		return 499
	}
	return http.StatusInternalServerError
}

// summary is the X-ClickHouse-Summary header.
func (s stats) summary() string {
	b, _ := json.Marshal(map[string]string{
		"read_rows": fmt.Sprint(s.rowsRead), "read_bytes": fmt.Sprint(s.bytesRead),
		"written_rows": fmt.Sprint(s.rowsWritten), "written_bytes": fmt.Sprint(s.bytesWritten),
		"result_rows": fmt.Sprint(s.resultRows), "result_bytes": fmt.Sprint(s.resultBytes),
		"elapsed_ns": strconv.FormatInt(int64(s.elapsed*1e9), 10),
	})
	return string(b)
}

func randomName() string { return strings.ToLower(rand.Text())[:16] }
