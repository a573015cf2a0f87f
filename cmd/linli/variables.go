package main

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/linli-project/linli/sql"
)

// ownVariables are read elsewhere than in the configuration.
var ownVariables = []string{"LINLI_CHDB_LIBRARY", "LINLI_SCREENSHOTS"}

// orchestrated are what Kubernetes and Docker links put into the environment of everything that runs beside a service
// called linli.
var orchestrated = regexp.MustCompile(`_(SERVICE_HOST|SERVICE_PORT\w*|PORT|PORT_\d+_(TCP|UDP)\w*|ENV_\w+|NAME)$`)

// variables lists the environment variables that settings have.
func variables(t reflect.Type, prefix string) (out []string) {
	for i := range t.NumField() {
		name := prefix + "_" + strings.ToUpper(t.Field(i).Tag.Get("yaml"))
		if t.Field(i).Type.Kind() == reflect.Struct {
			out = append(out, variables(t.Field(i).Type, name)...)
		} else if t.Field(i).Type.Kind() != reflect.Map {
			out = append(out, name)
		}
	}
	return out
}

// unknownVariables refuses a LINLI_ variable that is no setting but was surely meant for one: it stands in a section that
// there is, or is two slips of the keyboard away. A broker's address that is ignored would send events elsewhere in silence.
// Any other is told and left alone: it may be a neighbour's.
func unknownVariables(environ []string) error {
	known := variables(reflect.TypeFor[Config](), "LINLI")
	slices.Sort(environ)
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, "LINLI_") || strings.HasPrefix(name, "LINLI_TEST_") || slices.Contains(known, name) ||
			slices.Contains(ownVariables, name) || orchestrated.MatchString(name) {
			continue
		}
		near := slices.MinFunc(known, func(a, b string) int { return sql.Distance(name, a) - sql.Distance(name, b) })
		section, _, _ := strings.Cut(strings.TrimPrefix(name, "LINLI_"), "_")
		switch {
		case sql.Distance(name, near) <= 2:
			return fmt.Errorf("environment variable %s is no setting: did you mean %s?", name, near)
		case slices.ContainsFunc(known, func(k string) bool { return strings.HasPrefix(k, "LINLI_"+section+"_") }):
			return fmt.Errorf("environment variable %s is no setting: did you mean %s? `linli config dump` lists them all", name, near)
		}
		fmt.Fprintf(os.Stderr, "linli: environment variable %s is no setting and is ignored; `linli config dump` lists them\n", name)
	}
	return nil
}
