package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // a machine without time zone files knows Asia/Shanghai too

	"github.com/goccy/go-yaml"

	"github.com/linli-project/linli/ingest/collect"
)

// Config is what a configuration file may say. Every value has a default that runs the whole product on one machine; each
// can be set by an environment variable named after its path, such as LINLI_WEB_LISTEN.
type Config struct {
	Dir        string           `yaml:"dir" comment:"data folder"`
	Timezone   string           `yaml:"timezone" comment:"of stores that do not name theirs, and of the job schedule"`
	Roles      []string         `yaml:"roles" comment:"parts that serve runs here: engine, broker, collect, ingest, jobs, pages; empty is all"`
	ClickHouse ClickHouseConfig `yaml:"clickhouse"`
	Kafka      KafkaConfig      `yaml:"kafka"`
	Collector  CollectorConfig  `yaml:"collector"`
	Ingest     IngestConfig     `yaml:"ingest"`
	Web        WebConfig        `yaml:"web"`
	Message    MessageConfig    `yaml:"message"`
	Log        LogConfig        `yaml:"log"`
}

// ClickHouseConfig says where events are stored.
type ClickHouseConfig struct {
	DSN     string `yaml:"dsn" comment:"embedded:DIR or http(s)://user:password@host:8123/database; empty is embedded in the data folder"`
	Library string `yaml:"library" comment:"path of libchdb; empty looks beside the program, in node_modules and the system folders"`
	HTTP    string `yaml:"http" comment:"where the embedded engine answers SQL over HTTP; empty is off"`
}

// KafkaConfig says what carries the events.
type KafkaConfig struct {
	Brokers           []string `yaml:"brokers" comment:"empty starts the embedded single-node broker"`
	Listen            string   `yaml:"listen" comment:"address of the embedded broker"`
	Dir               string   `yaml:"dir" comment:"log of the embedded broker; empty is in the data folder"`
	Partitions        int      `yaml:"partitions" comment:"of the event topics when they are made"`
	ReplicationFactor int      `yaml:"replication_factor" comment:"of the topics when they are made"`
	Group             string   `yaml:"group" comment:"consumer group of the sink"`

	TLS  KafkaTLSConfig  `yaml:"tls"`
	SASL KafkaSASLConfig `yaml:"sasl"`
}

// CollectorConfig is about POST /v1/events.
type CollectorConfig struct {
	Keys     []string `yaml:"keys" comment:"API keys, each KEY or NAME:KEY, taken as Authorization: Bearer KEY; none takes programs on this machine only"`
	Rate     int      `yaml:"rate" comment:"events a second that one key may send; beyond it the answer is 429"`
	Burst    int      `yaml:"burst" comment:"events that one key may send at once"`
	InFlight int      `yaml:"in_flight_mb" comment:"memory in MiB for requests under way; beyond it the answer is 503"`
}

// IngestConfig is about the way from Kafka into ClickHouse.
type IngestConfig struct {
	FlushEvery  int `yaml:"flush_every_ms" comment:"an event waits at most this long, in milliseconds, before it is stored"`
	DedupMemory int `yaml:"dedup_memory_mb" comment:"memory in MiB for recognising duplicates: 2 MiB for a million events; with less, more ids are looked up"`
	FetchMemory int `yaml:"fetch_memory_mb" comment:"memory in MiB for messages on their way"`
}

// WebConfig is about the pages.
type WebConfig struct {
	Listen    string `yaml:"listen" comment:"address of pages, collector, health and metrics; empty is 127.0.0.1:8080, or a free port for roles that have neither pages nor collector; off is none"`
	PublicURL string `yaml:"public_url" comment:"what people type; empty is the address"`
	Secret    string `yaml:"secret" comment:"signs sessions and sign-in links; empty keeps one in the data folder"`
}

// LogConfig is about log lines.
type LogConfig struct {
	Level  string `yaml:"level" comment:"debug, info, warn or error"`
	Format string `yaml:"format" comment:"text or json"`
}

func defaults() Config {
	return Config{
		Dir: "data", Timezone: "Asia/Shanghai",
		ClickHouse: ClickHouseConfig{HTTP: "127.0.0.1:8123"},
		Kafka:      KafkaConfig{Listen: "127.0.0.1:9092", Partitions: 4, ReplicationFactor: 1, Group: "linli"},
		Collector:  CollectorConfig{Rate: 20_000, Burst: 100_000, InFlight: 128},
		Ingest:     IngestConfig{FlushEvery: 1000, DedupMemory: 128, FetchMemory: 32},
		Message:    MessageConfig{At: "07:00", Lang: "zh", SMTP: SMTPConfig{Security: "starttls"}},
		Log:        LogConfig{Level: "info", Format: "text"},
	}
}

// load reads the configuration and fills what follows from it.
func (g *shared) load() (Config, error) {
	c, err := g.read()
	if err != nil {
		return c, err
	}
	return c, c.finish()
}

// read takes defaults, file, environment and flags, in this order.
func (g *shared) read() (Config, error) {
	c := defaults()
	file := g.configFile
	if file == "" {
		file = "linli.yaml"
	}
	data, err := os.ReadFile(file)
	switch {
	case err == nil:
		if err := parse(data, &c); err != nil {
			return c, fmt.Errorf("configuration %s: %w", file, err)
		}
	case !errors.Is(err, fs.ErrNotExist) || g.configFile != "":
		return c, fmt.Errorf("configuration: %w", err)
	}
	if err := unknownVariables(os.Environ()); err != nil {
		return c, err
	}
	if err := fromEnv(reflect.ValueOf(&c).Elem(), "LINLI"); err != nil {
		return c, err
	}
	if g.dir != "" {
		c.Dir = g.dir
	}
	return c, nil
}

// parse puts what a file says over the defaults. A file without settings says nothing; a section without them would empty the section.
func parse(data []byte, c *Config) error {
	var sections map[string]any
	if err := yaml.Unmarshal(data, &sections); err == nil {
		if len(sections) == 0 {
			return nil
		}
		for _, name := range slices.Sorted(maps.Keys(sections)) {
			if sections[name] == nil {
				return fmt.Errorf("%s: has no value; give one or take the line out", name)
			}
		}
	}
	if err := yaml.UnmarshalWithOptions(data, c, yaml.Strict()); err != nil {
		return errors.New(strings.Join(strings.Fields(yaml.FormatError(err, false, false)), " "))
	}
	return nil
}

// fromEnv overrides each value by the variable of its path.
func fromEnv(v reflect.Value, prefix string) error {
	for i := range v.NumField() {
		name := prefix + "_" + strings.ToUpper(v.Type().Field(i).Tag.Get("yaml"))
		f := v.Field(i)
		if f.Kind() == reflect.Struct {
			if err := fromEnv(f, name); err != nil {
				return err
			}
			continue
		}
		if f.Kind() == reflect.Map { // too much for a variable; what is in it may name variables
			continue
		}
		text, ok := os.LookupEnv(name)
		if !ok {
			continue
		}
		switch f.Kind() {
		case reflect.Int:
			n, err := strconv.Atoi(text)
			if err != nil {
				return fmt.Errorf("environment variable %s: %q is not a whole number", name, text)
			}
			f.SetInt(int64(n))
		case reflect.Bool:
			on, err := strconv.ParseBool(text)
			if err != nil {
				return fmt.Errorf("environment variable %s: %q is neither true nor false", name, text)
			}
			f.SetBool(on)
		case reflect.Slice:
			f.Set(reflect.ValueOf(strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })))
		default:
			f.SetString(text)
		}
	}
	return nil
}

// finish fills what depends on other values and checks the rest.
func (c *Config) finish() error {
	if c.ClickHouse.DSN == "" {
		c.ClickHouse.DSN = "embedded:" + filepath.Join(c.Dir, "clickhouse")
	}
	if c.Kafka.Dir == "" {
		c.Kafka.Dir = filepath.Join(c.Dir, "kafka")
	}
	if _, err := c.location(); err != nil {
		return err
	}
	if _, err := c.logger(); err != nil {
		return err
	}
	_, kafka := c.Kafka.cluster()
	switch {
	case c.Message.masked() || c.Web.Secret == masked || c.Kafka.SASL.Password == masked || slices.Contains(c.Collector.Keys, masked) || strings.Contains(c.ClickHouse.DSN, masked):
		return errors.New("the configuration has ******** where a secret was masked: put the secret there, or leave the line out")
	case c.Kafka.Partitions < 1 || c.Kafka.Partitions > 1000:
		return fmt.Errorf("kafka.partitions is %d: take 1 to 1000", c.Kafka.Partitions)
	case c.Ingest.FlushEvery < 10 || c.Ingest.FlushEvery > 60_000:
		return fmt.Errorf("ingest.flush_every_ms is %d: take 10 to 60000", c.Ingest.FlushEvery)
	case c.Ingest.DedupMemory < 8 || c.Ingest.FetchMemory < 8:
		return errors.New("ingest.dedup_memory_mb and ingest.fetch_memory_mb: take at least 8")
	case c.Kafka.ReplicationFactor < 1:
		return fmt.Errorf("kafka.replication_factor is %d: take at least 1", c.Kafka.ReplicationFactor)
	case kafka != nil:
		return kafka
	case c.Collector.Rate < 1 || c.Collector.Burst < 1 || c.Collector.InFlight < 1:
		return errors.New("collector.rate, collector.burst and collector.in_flight_mb are at least 1")
	case collect.CheckKeys(c.Collector.Keys) != nil:
		return fmt.Errorf("collector.keys: %w", collect.CheckKeys(c.Collector.Keys))
	case c.Web.Secret != "" && len(c.Web.Secret) < 16:
		return errors.New("web.secret is shorter than 16 characters: take a longer one, or none to keep one in the data folder")
	}
	if err := c.Message.check(); err != nil {
		return err
	}
	r, err := c.roles()
	c.webListen(r)
	return err
}

func (c *Config) location() (*time.Location, error) {
	if c.Timezone == "" || c.Timezone == "Local" { // they would mean UTC and this machine's own
		return nil, fmt.Errorf("timezone is %q: take a name such as Asia/Shanghai", c.Timezone)
	}
	loc, err := time.LoadLocation(c.Timezone)
	if err != nil {
		return nil, fmt.Errorf("timezone: %w: take a name such as Asia/Shanghai", err)
	}
	return loc, nil
}

// quiet keeps informational lines out of commands that tell their progress themselves, unless a level was asked for.
func quiet(c *Config) {
	if c.Log.Level == defaults().Log.Level && os.Getenv("LINLI_LOG_LEVEL") == "" {
		c.Log.Level = "warn"
	}
}

func (c *Config) logger() (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.Log.Level)); err != nil {
		return nil, fmt.Errorf("log.level is %q: take debug, info, warn or error", c.Log.Level)
	}
	o := &slog.HandlerOptions{Level: level}
	switch c.Log.Format {
	case "text":
		return slog.New(slog.NewTextHandler(os.Stderr, o)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(os.Stderr, o)), nil
	}
	return nil, fmt.Errorf("log.format is %q: take text or json", c.Log.Format)
}
