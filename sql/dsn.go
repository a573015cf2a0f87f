package sql

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// defaultDatabase is used where the DSN names none.
const defaultDatabase = "linli"

// target is what a DSN points to.
type target struct {
	dir      string // of an embedded engine; else
	scheme   string // http or https
	hosts    []string
	user     string
	password string
	database string
}

var errDSN = errors.New("clickhouse.dsn must be embedded:DIR (for example embedded:data/clickhouse) " +
	"or http(s)://user:password@host:8123/database (for example http://linli:secret@ch1:8123,ch2:8123/linli)")

// parseDSN reads a DSN. Its errors never show the text, which may hold a password.
func parseDSN(dsn string) (target, error) {
	if dir, ok := strings.CutPrefix(dsn, "embedded:"); ok {
		if dir == "" {
			return target{}, fmt.Errorf("%w: the folder is missing", errDSN)
		}
		return target{dir: dir, database: defaultDatabase}, nil
	}
	scheme, rest, ok := strings.Cut(dsn, "://")
	if !ok || scheme != "http" && scheme != "https" {
		return target{}, errDSN
	}
	t := target{scheme: scheme, user: "default", database: defaultDatabase}
	rest, query, _ := strings.Cut(rest, "?")
	if query != "" {
		return target{}, fmt.Errorf("%w: nothing may follow the database", errDSN)
	}
	// The password ends at the last @, for it may contain one.
	if i := strings.LastIndex(rest, "@"); i >= 0 {
		user, password, _ := strings.Cut(rest[:i], ":")
		rest = rest[i+1:]
		var err1, err2 error
		t.user, err1 = url.PathUnescape(user)
		t.password, err2 = url.PathUnescape(password)
		if err1 != nil || err2 != nil {
			return target{}, fmt.Errorf("%w: a %% in the user or the password is written %%25", errDSN)
		}
	}
	hosts, database, _ := strings.Cut(rest, "/")
	if database = strings.Trim(database, "/"); database != "" {
		t.database = database
	}
	if !namePattern.MatchString(t.database) {
		return target{}, fmt.Errorf("%w: the database may have letters, digits and _ only", errDSN)
	}
	for _, h := range strings.Split(hosts, ",") {
		if h = strings.TrimSpace(h); h == "" {
			return target{}, fmt.Errorf("%w: a host is missing", errDSN)
		}
		if !strings.Contains(strings.TrimPrefix(h[strings.LastIndex(h, "]")+1:], "]"), ":") {
			h += map[string]string{"http": ":8123", "https": ":8443"}[scheme]
		}
		t.hosts = append(t.hosts, h)
	}
	return t, nil
}

// namePattern is what databases and tables are called.
var namePattern = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// where names the target without its password.
func (t target) where() string {
	if t.dir != "" {
		return "embedded:" + t.dir
	}
	return t.scheme + "://" + strings.Join(t.hosts, ",") + "/" + t.database
}
