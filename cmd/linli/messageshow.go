package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/message"
	"github.com/linli-project/linli/dashboards/words"
)

// preview prints the message as it would go by each channel, the same text once.
func (s *stack) preview(cmd *cobra.Command, store chain.Store, order message.Order, f messageFlags, targets []message.Target) error {
	type form struct {
		channel string
		lang    words.Lang
	}
	var forms []form
	for _, t := range targets {
		if f.lang != "" {
			t.Lang = words.Lang(f.lang)
		}
		if way := (form{t.Channel, t.Lang}); !slices.Contains(forms, way) {
			forms = append(forms, way)
		}
	}
	if len(forms) == 0 {
		fmt.Fprintf(os.Stderr, "linli: store %s has no receiver%s yet: name one under message in the configuration, see linli message -h\n", store.ID, by(f.channel))
		channel := f.channel
		if channel == "" {
			channel = message.Webhook
		}
		forms = []form{{channel, words.ParseLang(f.lang)}}
	}
	for i, way := range forms {
		order.Lang = way.lang
		m, err := message.Compose(cmd.Context(), s.db, store, order)
		if err != nil {
			return err
		}
		if i > 0 {
			fmt.Fprintln(cmd.OutOrStdout(), "\n----")
		}
		if way.channel == message.Email {
			fmt.Fprintf(cmd.OutOrStdout(), "%s\n\n%s", m.Subject, m.Text())
		} else {
			fmt.Fprintln(cmd.OutOrStdout(), m.Markdown(message.MostBytes))
		}
	}
	for _, t := range targets {
		fmt.Fprintf(os.Stderr, "linli: --send sends this to %s\n", t)
	}
	if s.cfg.Web.PublicURL == "" {
		fmt.Fprintln(os.Stderr, "linli: web.public_url is empty, so the message has no link to the page")
	}
	return nil
}

func by(channel string) string {
	if channel == "" {
		return ""
	}
	return " by " + channel
}
