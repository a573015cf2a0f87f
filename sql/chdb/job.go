package chdb

import (
	"bytes"
	"io"
	"net/http"
	"strings"
)

// job is what a request asks for.
type job struct {
	id       string
	text     string // the statement; without its data for an INSERT that carries some
	sql      sqlText
	data     io.Reader // of such an INSERT
	database string
	format   string // of the output, or of the data
	params   []param
	settings map[string]string
	wait     bool // hold the answer until the query has ended
	compress bool // answer in ClickHouse's own compressed blocks
	method   string
	hello    bool
}

const (
	headSize = 64 << 10 // in which an INSERT's data must begin
	textSize = 16 << 20 // the longest statement
)

// helloQuery is the driver's first; see [door.sayHello].
const helloQuery = "SELECT displayName(), version(), revision(), timezone()"

func readJob(r *http.Request) (*job, error) {
	q := r.URL.Query()
	j := &job{id: q.Get("query_id"), settings: map[string]string{}, method: "LZ4"}
	if j.id == "" {
		j.id = randomName()
	}
	for name, values := range q {
		value := values[len(values)-1]
		switch name {
		case "query", "query_id", "default_format", "user", "password", "quota_key", "stacktrace", "role", "session_id", "session_timeout",
			"session_check", "decompress", "client_protocol_version", "buffer_size", "enable_http_compression", "add_http_cors_header",
			"http_zlib_compression_level", "send_progress_in_http_headers", "cancel_http_readonly_queries_on_client_close":
		case "database":
			j.database = value
		case "compress":
			j.compress = value == "1" || value == "true"
		case "network_compression_method":
			j.method = strings.ToUpper(value)
		case "wait_end_of_query":
			j.wait = value == "1" || value == "true"
		default:
			if name, ok := strings.CutPrefix(name, "param_"); ok {
				j.params = append(j.params, param{name, value})
			} else {
				j.settings[name] = value
			}
		}
	}
	if db := r.Header.Get("X-ClickHouse-Database"); db != "" && j.database == "" {
		j.database = db
	}
	body, err := requestBody(r, q.Get("decompress") == "1")
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return nil, newException("Code: 1. DB::Exception: external tables in a form are not supported here: send the statement as the body. (UNSUPPORTED_METHOD)")
	}
	if err := j.readText(strings.TrimSpace(q.Get("query")), body); err != nil {
		return nil, err
	}
	j.format = j.sql.format
	if j.format == "" {
		j.format = firstOf(r.Header.Get("X-ClickHouse-Format"), q.Get("default_format"), "TabSeparated")
	}
	j.hello = q.Has("client_protocol_version") && j.text == helloQuery
	return j, nil
}

// readText finds the statement in the parameter and the body, which ClickHouse
// takes as one text, and leaves the data of an INSERT unread.
func (j *job) readText(query string, body io.Reader) error {
	if query != "" {
		body = io.MultiReader(strings.NewReader(query+"\n"), body)
	}
	head := make([]byte, headSize)
	n, err := io.ReadFull(body, head)
	head = head[:n]
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	j.sql = readSQL(string(head))
	if j.sql.keyword == "INSERT" {
		if j.sql.hasData {
			j.text = strings.TrimSpace(j.sql.head)
			j.data = io.MultiReader(bytes.NewReader(head[j.sql.dataAt:]), body)
			return nil
		}
		// `query=INSERT INTO t` with the data in the body and no FORMAT.
		if query != "" && len(head) > len(query)+1 {
			if alone := readSQL(query); !alone.hasData && alone.head != "" {
				j.sql.hasData, j.text = true, alone.head
				j.data = io.MultiReader(bytes.NewReader(head[len(query)+1:]), body)
				return nil
			}
		}
	}
	if err == nil { // there is more
		rest, err := io.ReadAll(io.LimitReader(body, textSize))
		if err != nil {
			return err
		}
		if len(rest) == textSize {
			return newException("Code: 62. DB::Exception: Syntax error: Max query size exceeded: a statement without data may have 16 MiB. (SYNTAX_ERROR)")
		}
		head = append(head, rest...)
		j.sql = readSQL(string(head))
	}
	j.text = strings.TrimSpace(string(head))
	if j.text == "" {
		return newException("Code: 62. DB::Exception: Syntax error: Empty query. (SYNTAX_ERROR)")
	}
	return nil
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
