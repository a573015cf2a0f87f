package main

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/linli-project/linli/dashboards/message"
	"github.com/linli-project/linli/dashboards/words"
)

// MessageConfig is about the owners' daily message. Addresses with keys and passwords may be written as env:NAME or file:PATH.
type MessageConfig struct {
	At      string                        `yaml:"at" comment:"local time at which linli serve sends it, such as 07:00; off is never. It waits up to two hours for the night's run"`
	Lang    string                        `yaml:"lang" comment:"zh or en, of stores that name none"`
	Webhook string                        `yaml:"webhook" comment:"group robot of WeCom (企业微信群机器人), or what takes the same JSON, for stores that name none; or env:NAME, file:PATH"`
	Email   []string                      `yaml:"email" comment:"mailboxes for stores that name none"`
	Stores  map[string]StoreMessageConfig `yaml:"stores" comment:"receivers by store id: s01: {webhook: …, email: [name@example.com], lang: en}, or {off: true}"`
	SMTP    SMTPConfig                    `yaml:"smtp"`
}

// StoreMessageConfig names the receivers of one store, in the place of those of all, channel by channel.
type StoreMessageConfig struct {
	Webhook string   `yaml:"webhook"`
	Email   []string `yaml:"email"`
	Lang    string   `yaml:"lang"`
	Off     bool     `yaml:"off"`
}

// SMTPConfig is the mail server that the messages go out by.
type SMTPConfig struct {
	Host     string `yaml:"host" comment:"mail server, such as smtp.exmail.qq.com"`
	Port     int    `yaml:"port" comment:"0 is the usual one: 587 with starttls, 465 with tls, 25 with none"`
	Security string `yaml:"security" comment:"starttls, tls or none; none sends no password"`
	User     string `yaml:"user" comment:"empty does not log in"`
	Password string `yaml:"password" comment:"better in the environment: LINLI_MESSAGE_SMTP_PASSWORD; or env:NAME, file:PATH"`
	From     string `yaml:"from" comment:"sender, such as 邻里 <linli@example.com>"`
}

// time is when the message goes out; false: never.
func (c MessageConfig) time() (hour, minute int, on bool) {
	t, err := time.Parse("15:04", c.At)
	return t.Hour(), t.Minute(), err == nil
}

// check looks at what needs no secrets: they may be for another user to read.
func (c MessageConfig) check() error {
	if _, _, on := c.time(); !on && c.At != off {
		return fmt.Errorf("message.at is %q: take a time such as 07:00, or off", c.At)
	}
	if c.Lang != string(words.Chinese) && c.Lang != string(words.English) {
		return fmt.Errorf("message.lang is %q: take zh or en", c.Lang)
	}
	return nil
}

// masked says whether a secret stands there as config dump prints it.
func (c MessageConfig) masked() bool {
	for _, s := range c.Stores {
		if s.Webhook == masked {
			return true
		}
	}
	return c.Webhook == masked || c.SMTP.Password == masked
}

// hide masks secrets; where one stands is none.
func (c *MessageConfig) hide() {
	hide := func(s string) string {
		if s == "" || reference(s) {
			return s
		}
		return masked
	}
	c.Webhook, c.SMTP.Password = hide(c.Webhook), hide(c.SMTP.Password)
	stores := map[string]StoreMessageConfig{} // the configuration itself stays as it is
	for id, s := range c.Stores {
		s.Webhook = hide(s.Webhook)
		stores[id] = s
	}
	c.Stores = stores
}

func reference(s string) bool { return strings.HasPrefix(s, "env:") || strings.HasPrefix(s, "file:") }

// reveal reads a secret from where it stands.
func reveal(what, s string) (string, error) {
	if name, ok := strings.CutPrefix(s, "env:"); ok {
		value := strings.TrimSpace(os.Getenv(name))
		if value == "" {
			return "", fmt.Errorf("%s: the environment has no variable %s", what, name)
		}
		return value, nil
	}
	if path, ok := strings.CutPrefix(s, "file:"); ok {
		data, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("%s: %w", what, err)
		}
		value := strings.TrimSpace(string(data))
		if value == "" {
			return "", fmt.Errorf("%s: %s is empty", what, path)
		}
		return value, nil
	}
	return s, nil
}

// messages is what the postman needs, secrets read.
func (c *Config) messages() (message.Options, error) {
	var errs []error
	read := func(what, s string) string {
		value, err := reveal(what, s)
		if err != nil {
			errs = append(errs, err)
		}
		return value
	}
	m := c.Message
	o := message.Options{PublicURL: strings.TrimSuffix(c.Web.PublicURL, "/"), Directory: message.Directory{
		All:    message.Receivers{Webhook: read("message.webhook", m.Webhook), Emails: m.Email, Lang: words.Lang(m.Lang)},
		Stores: map[string]message.Receivers{},
	}, Server: message.Server{Host: m.SMTP.Host, Port: m.SMTP.Port, Security: m.SMTP.Security, User: m.SMTP.User, Password: read("message.smtp.password", m.SMTP.Password), From: m.SMTP.From}}
	for id, s := range m.Stores {
		o.Directory.Stores[id] = message.Receivers{Webhook: read("message.stores."+id+".webhook", s.Webhook), Emails: s.Email, Lang: words.Lang(s.Lang), Off: s.Off}
	}
	if public, err := url.Parse(o.PublicURL); err != nil || o.PublicURL != "" && (public.Host == "" || public.Scheme != "http" && public.Scheme != "https") {
		errs = append(errs, fmt.Errorf("web.public_url is %q: take http://host or https://host", o.PublicURL))
	}
	if len(errs) == 0 {
		errs = append(errs, o.Directory.Check())
		if o.Directory.Mails() {
			errs = append(errs, o.Server.Check())
		}
	}
	return o, errors.Join(errs...)
}
