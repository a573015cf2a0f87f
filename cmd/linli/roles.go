package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// roleNames are the parts of the product that processes may share out among themselves.
var roleNames = []string{"engine", "broker", "collect", "ingest", "jobs", "pages"}

// roles are those that this process runs.
type roles struct {
	engine  bool // the embedded ClickHouse, served over HTTP
	broker  bool // the embedded Kafka broker
	collect bool // POST /v1/events
	ingest  bool // the sink
	jobs    bool // the scheduler
	pages   bool // what people see
}

func (r roles) database() bool { return r.engine || r.ingest || r.jobs || r.pages }
func (r roles) kafka() bool    { return r.broker || r.collect || r.ingest }
func (r roles) web() bool      { return r.collect || r.pages }

// roles says what the configuration leaves to this process. None named are all of them, less the engine and the broker that
// run elsewhere.
func (c *Config) roles() (roles, error) {
	if len(c.Roles) == 0 {
		return roles{c.embedded(), c.ownBroker(), true, true, true, true}, nil
	}
	for _, name := range c.Roles {
		if !slices.Contains(roleNames, name) {
			return roles{}, fmt.Errorf("roles: %q is none of %s", name, strings.Join(roleNames, ", "))
		}
	}
	has := func(name string) bool { return slices.Contains(c.Roles, name) }
	return roles{has("engine"), has("broker"), has("collect"), has("ingest"), has("jobs"), has("pages")}, nil
}

func (c *Config) embedded() bool  { return strings.HasPrefix(c.ClickHouse.DSN, "embedded:") }
func (c *Config) ownBroker() bool { return len(c.Kafka.Brokers) == 0 }

// servable refuses roles that cannot work with the rest of the configuration.
func (c *Config) servable(r roles) error {
	switch {
	case r.engine && !c.embedded():
		return errors.New("role engine is the embedded ClickHouse, but clickhouse.dsn names a server: leave engine out of roles, or clickhouse.dsn empty")
	case r.broker && !c.ownBroker():
		return errors.New("role broker is the embedded Kafka, but kafka.brokers names others: leave broker out of roles, or kafka.brokers empty")
	case r.database() && !r.engine && c.embedded():
		return fmt.Errorf("roles %s need ClickHouse: add engine to roles, or set clickhouse.dsn to http://host:8123/linli of the process that runs it", strings.Join(c.Roles, ","))
	case r.kafka() && !r.broker && c.ownBroker():
		return fmt.Errorf("roles %s need Kafka: add broker to roles, or set kafka.brokers to host:9092 of the process that runs it", strings.Join(c.Roles, ","))
	case r.engine && c.ClickHouse.HTTP == "" && !r.ingest && !r.jobs && !r.pages:
		return errors.New("role engine alone serves other processes, but clickhouse.http is empty: set it to an address such as 127.0.0.1:8123")
	case r.web() && c.Web.Listen == off:
		return errors.New("roles collect and pages answer over HTTP, but web.listen is off: set it to an address, or leave them out of roles")
	}
	return nil
}

// off as web.listen is a process without a web address.
const off = "off"

// webListen fills web.listen: pages and collector have a well-known address, other processes take a free one for health and
// metrics, so that several of them get along on one machine.
func (c *Config) webListen(r roles) {
	switch {
	case c.Web.Listen != "":
	case r.web():
		c.Web.Listen = "127.0.0.1:8080"
	default:
		c.Web.Listen = "127.0.0.1:0"
	}
}
