package chdb

import (
	"crypto/subtle"
	"net"
	"net/http"
	"strconv"
	"strings"
)

// refuse checks what a port has to: where the request comes from and who sends it.
func (d *door) refuse(r *http.Request) (int, string) {
	// A page in a browser on this machine must not reach the store: neither
	// from another site nor by a name that was made to point here.
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "none" && site != "same-origin" || r.Header.Get("Origin") != "" {
		return http.StatusForbidden, "requests from web pages are refused."
	}
	if d.options.Password == "" {
		if !plainHost(r.Host) {
			return http.StatusForbidden, "the Host " + strconv.Quote(r.Host) + " is not this machine: use its address, or set a password."
		}
		return 0, ""
	}
	user, password, ok := r.BasicAuth()
	if !ok {
		user, password = r.Header.Get("X-ClickHouse-User"), r.Header.Get("X-ClickHouse-Key")
	}
	if q := r.URL.Query(); user == "" && password == "" {
		user, password = q.Get("user"), q.Get("password")
	}
	want := d.options.User
	if want == "" {
		want = "default"
	}
	if user == "" {
		user = "default"
	}
	if subtle.ConstantTimeCompare([]byte(user), []byte(want))&subtle.ConstantTimeCompare([]byte(password), []byte(d.options.Password)) != 1 {
		return http.StatusUnauthorized, "default: Authentication failed: password is incorrect, or there is no user with such name."
	}
	return 0, ""
}

// allow refuses statements that a door does not let through.
func (d *door) allow(job *job, readOnly bool) error {
	if job.sql.outfile {
		return &Exception{Code: 1, Name: "UNSUPPORTED_METHOD", Message: "Code: 1. DB::Exception: INTO OUTFILE is not allowed. (UNSUPPORTED_METHOD)"}
	}
	if readOnly && job.sql.keyword == "INSERT" {
		return readOnlyError("")
	}
	if !d.trusted {
		if name := reachesOutside(job.text); name != "" {
			return &Exception{Code: 497, Name: "ACCESS_DENIED", Message: "Code: 497. DB::Exception: " + name +
				" reaches outside of the store and is not allowed over HTTP. (ACCESS_DENIED)"}
		}
	}
	return nil
}

func readOnlyError(method string) error {
	why := "this door is read-only"
	if method == http.MethodGet {
		why = "method GET implies readonly, use POST to change something"
	}
	return &Exception{Code: 164, Name: "READONLY", Message: "Code: 164. DB::Exception: Cannot execute query in readonly mode: " + why + ". (READONLY)"}
}

// plainHost says whether the Host header is an address or localhost, and so
// cannot be a foreign name made to point to this machine.
func plainHost(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || net.ParseIP(host) != nil
}

// outside are table functions and engines that read or write beyond the store.
var outside = map[string]bool{}

func init() {
	for _, name := range strings.Fields(`file filecluster filesystem url urlcluster s3 s3cluster s3queue gcs oss cosn azureblobstorage
		azureblobstoragecluster azurequeue hdfs hdfscluster iceberg icebergs3 icebergazure iceberghdfs iceberglocal deltalake deltalakelocal
		deltalakes3 deltalakeazure hudi paimon paimons3 paimonlocal remote remotesecure cluster clusterallreplicas mysql postgresql sqlite
		mongodb redis jdbc odbc executable executablepool input kafka nats rabbitmq materializedpostgresql materializedmysql embeddedrocksdb
		distributed ytsaurus arrowflight backup disk catboostevaluate python`) {
		outside[name] = true
	}
	delete(outside, "input") // reads the request's own data
}

// reachesOutside names the first such function that the statement calls.
func reachesOutside(text string) string {
	l := lexer{text: text}
	var previous token
	for t := l.next(); t.kind != tokenEnd; t = l.next() {
		if name := strings.Trim(previous.text, "`\""); t.text == "(" && outside[strings.ToLower(name)] {
			return name
		}
		previous = t
	}
	return ""
}
