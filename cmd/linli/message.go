package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/message"
	"github.com/linli-project/linli/dashboards/words"
)

// messageFlags are what `linli message` is asked.
type messageFlags struct {
	store, day, channel, lang string
	send, again               bool
}

func messageCommand(g *shared) *cobra.Command {
	var f messageFlags
	cmd := &cobra.Command{
		Use:   "message",
		Short: "Print a store's daily message, or send it now",
		Long: `Print what a store is told in the morning, or send it now: yesterday, what to
order, when to push, what may run out or be left, what waits to be picked up.

linli serve sends it by itself every day at message.at (07:00) to the receivers
that the configuration names, by the process that runs the jobs: a group robot of
WeCom (企业微信群机器人), any webhook that takes the same JSON, or e-mail.
  message:
    at: "07:00"
    webhook: https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…
    stores:
      s01: {webhook: "env:ROBOT_S01"}
      s02: {email: [wang@example.com], lang: en}
    smtp: {host: smtp.example.com, from: 邻里 <linli@example.com>,
           user: linli, password: "file:/run/secrets/smtp"}
A secret may be written as env:NAME or file:PATH. What was sent is not sent
again; --send tries again what was given up, --again sends whatever it was.`,
		Example: `  linli message --store s01                       # what it would say
  linli message --store s01 --lang en --channel email
  linli message --store s01 --send
  linli message --store s01 --send --again        # although it was sent before`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			switch {
			case f.lang != "" && f.lang != string(words.Chinese) && f.lang != string(words.English):
				return fmt.Errorf("--lang is %q: take zh or en", f.lang)
			case f.channel != "" && !slices.Contains(message.Channels, f.channel):
				return fmt.Errorf("--channel is %q: take %s", f.channel, strings.Join(message.Channels, " or "))
			case f.again && !f.send:
				return errors.New("--again goes with --send")
			}
			s, err := openData(cmd, g)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.stop()) }()
			return s.message(cmd, f)
		},
	}
	cmd.Flags().StringVar(&f.store, "store", "", "store id")
	cmd.Flags().StringVar(&f.day, "day", "", "business day, such as 2026-11-22 (default: today, or the last day of a world that has ended)")
	cmd.Flags().StringVar(&f.channel, "channel", "", "webhook or email only (default: all that the store has)")
	cmd.Flags().StringVar(&f.lang, "lang", "", "zh or en (default: as configured)")
	cmd.Flags().BoolVar(&f.send, "send", false, "send it now instead of printing it")
	cmd.Flags().BoolVar(&f.again, "again", false, "with --send: also what was sent before, or may have been")
	_ = cmd.MarkFlagRequired("store")
	return cmd
}

// message prints or sends the message of one store.
func (s *stack) message(cmd *cobra.Command, f messageFlags) error {
	ctx, now := cmd.Context(), time.Now()
	store, found, err := chain.Find(ctx, s.db, f.store)
	if err != nil {
		return err
	}
	if !found {
		return fmt.Errorf("there is no store %q: `linli query \"SELECT store_id FROM store\"` lists them", f.store)
	}
	order := message.Order{Lang: words.Lang(f.lang), PublicURL: s.cfg.Web.PublicURL, Now: now}
	if f.day != "" {
		day, ok := chain.ParseDay(f.day)
		if !ok {
			return fmt.Errorf("--day: %q is no day such as 2026-11-22", f.day)
		}
		order.Day = day
	}
	o, err := s.cfg.messages()
	if err != nil {
		return err
	}
	targets := slices.DeleteFunc(o.Directory.Of(store.ID), func(t message.Target) bool { return f.channel != "" && t.Channel != f.channel })
	if !f.send {
		return s.preview(cmd, store, order, f, targets)
	}
	if len(targets) == 0 {
		return fmt.Errorf("store %s has no receiver%s: name one under message in the configuration, see linli message -h", store.ID, by(f.channel))
	}
	o.Log, o.Registry = s.log, s.registry
	postman, err := message.New(s.db, o)
	if err != nil {
		return err
	}
	var letters []message.Letter
	for _, t := range targets {
		if order.Lang = t.Lang; f.lang != "" {
			order.Lang = words.Lang(f.lang)
		}
		m, err := message.Compose(ctx, s.db, store, order)
		if err != nil {
			return err
		}
		letters = append(letters, message.Letter{Message: m, To: t})
	}
	repeat := message.Failed
	if f.again {
		repeat = message.All
	}
	outcomes, err := postman.Send(ctx, letters, repeat)
	missing := 0
	for _, o := range outcomes {
		text, sent := outcome(o)
		if !sent {
			missing++
		}
		fmt.Fprintln(cmd.OutOrStdout(), text)
	}
	if err == nil && missing > 0 {
		err = fmt.Errorf("%d of %d messages did not go out: see above", missing, len(outcomes))
	}
	return err
}

// outcome says what became of a letter, and whether it went out.
func outcome(o message.Outcome) (text string, sent bool) {
	switch {
	case o.Status == "sent" && o.Before:
		return fmt.Sprintf("%s: was sent before, nothing is sent twice; --again sends it once more", o.To), true
	case o.Status == "sent":
		return fmt.Sprintf("%s: sent", o.To), true
	case o.Status == "unknown":
		return fmt.Sprintf("%s: may have gone out or not, a process ended while sending; --again sends it once more", o.To), false
	case o.Status == "sending" || o.Status == "left":
		return fmt.Sprintf("%s: another process is sending it now", o.To), true
	}
	return fmt.Sprintf("%s: not sent after %d tries: %s", o.To, o.Attempts, o.Error), false
}
