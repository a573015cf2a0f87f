package chdb

import (
	"maps"
	"slices"
	"strings"
)

// use makes a database current, if it is not.
func (c *conn) use(database string) error {
	if c.database == database {
		return nil
	}
	if _, err := c.exec("USE "+quoteIdent(database), "Null"); err != nil {
		return err
	}
	c.database = database
	return nil
}

// apply brings the session's settings to want, given the engine's own: the
// previous request's are taken back, as a connection serves many.
func (c *conn) apply(want, base map[string]string) error {
	if maps.Equal(c.settings, want) {
		return nil
	}
	var set []string
	for _, name := range slices.Sorted(maps.Keys(c.settings)) {
		if _, ok := want[name]; ok {
			continue
		}
		if v, ok := base[name]; ok {
			set = append(set, name+" = "+quoteString(v))
		} else {
			set = append(set, name+" = DEFAULT")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if v, ok := c.settings[name]; ok && v == want[name] {
			continue
		}
		if err := checkSetting(name); err != nil {
			return err
		}
		set = append(set, name+" = "+quoteString(want[name]))
	}
	if _, err := c.exec("SET "+strings.Join(set, ", "), "Null"); err != nil {
		c.spoilt = true // some may have been set
		return err
	}
	c.settings = maps.Clone(want)
	return nil
}

// checkSetting refuses a name that is not a plain identifier, as it becomes SQL text.
func checkSetting(name string) error {
	bad := name == "" || len(name) > 128 || name == "log_comment" // ours, to kill by
	for i := 0; i < len(name) && !bad; i++ {
		b := name[i]
		letter := b == '_' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
		bad = !letter && (i == 0 || b < '0' || b > '9')
	}
	if bad {
		return &Exception{Code: 115, Name: "UNKNOWN_SETTING",
			Message: "Code: 115. DB::Exception: Unknown setting " + quoteString(name) + ". (UNKNOWN_SETTING)"}
	}
	return nil
}

var literalEscaper = strings.NewReplacer(`\`, `\\`, `'`, `\'`)

// quoteString makes a SQL string literal.
func quoteString(s string) string { return "'" + literalEscaper.Replace(s) + "'" }

var identEscaper = strings.NewReplacer(`\`, `\\`, "`", "\\`")

// quoteIdent makes a SQL identifier.
func quoteIdent(s string) string { return "`" + identEscaper.Replace(s) + "`" }
