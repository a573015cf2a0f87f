package main

import (
	"fmt"
	"net/url"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"
)

func configCommand(g *shared) *cobra.Command {
	cmd := &cobra.Command{Use: "config", Short: "Show the configuration"}
	cmd.AddCommand(&cobra.Command{
		Use:   "dump",
		Short: "Print the configuration in force, with defaults, file and environment applied; secrets are masked",
		Example: `  linli config dump > linli.yaml
  LINLI_WEB_LISTEN=127.0.0.1:9000 linli config dump`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := g.read() // as written, so that folders still follow dir when it is loaded again
			if err != nil {
				return err
			}
			if filled := c; filled.finish() != nil {
				return filled.finish()
			}
			mask(&c)
			comments := yaml.CommentMap{}
			remark(reflect.TypeOf(c), "$", comments)
			text, err := yaml.MarshalWithOptions(c, yaml.WithComment(comments))
			if err != nil {
				return fmt.Errorf("write the configuration: %w", err)
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
	})
	return cmd
}

// masked stands for a secret; a configuration that still has it is refused.
const masked = "********"

// mask hides what must not stand in a terminal or a ticket.
func mask(c *Config) {
	if c.Web.Secret != "" {
		c.Web.Secret = masked
	}
	if c.Kafka.SASL.Password != "" {
		c.Kafka.SASL.Password = masked
	}
	for i := range c.Collector.Keys {
		c.Collector.Keys[i] = masked
	}
	c.Message.hide()
	if u, err := url.Parse(c.ClickHouse.DSN); err == nil && u.User != nil {
		if _, has := u.User.Password(); has {
			c.ClickHouse.DSN = strings.Replace(u.Redacted(), "xxxxx", masked, 1)
		}
	}
}

func remark(t reflect.Type, path string, into yaml.CommentMap) {
	for i := range t.NumField() {
		f := t.Field(i)
		at := path + "." + f.Tag.Get("yaml")
		if f.Type.Kind() == reflect.Struct {
			remark(f.Type, at, into)
		} else if text := f.Tag.Get("comment"); text != "" {
			into[at] = []*yaml.Comment{yaml.HeadComment(" " + text)}
		}
	}
}
