package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/privacy"
)

func eraseCommand(g *shared) *cobra.Command {
	var who people
	var dryRun, prove, offline, cut, asJSON bool
	cmd := &cobra.Command{
		Use:   "erase",
		Short: "Erase people from everything that is stored, and prove it",
		Long: `Erase people (PIPL Art. 47). Sales stay, the person goes: in events and daily
facts the user_id becomes an alias that leads nowhere, one per day, so that GMV,
units, buyers and visitors of closed days stay as they were and linli audit still
says exact. What is published per person, opt-outs and consented labels are
deleted; dead letters that hold the id lose their text. What comes later of them,
from Kafka or from files, is made anonymous before facts are built. Who comes
back afterwards is somebody new.

Kafka's own copies expire by the topics' retention: the date is told. With
--cut-kafka each partition's log is cut behind the person's last message at once,
for everybody: all of it is stored by then, but can no longer be read again.

At the end every column that could name a person is searched in every table.
The exit code is 0 when nothing is left, 1 otherwise. The erasure is entered in
table erasure under a keyed hash of the id. A run that was stopped is finished by
running it again. Backups and exported files are outside: after restoring a
backup, erase again whoever was erased since it was made.`,
		Example: `  linli erase --user u1024 --dry-run      # where the person is found; nothing is changed
  linli erase --user u1024
  linli erase --file requests.txt --json
  linli erase --user u1024 --prove        # search again, later`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			users, err := who.list(cmd.InOrStdin())
			if err != nil {
				return err
			}
			if (dryRun || prove) && cut || dryRun && prove {
				return errors.New("--dry-run and --prove change nothing: give one of them, without --cut-kafka")
			}
			s, err := openData(cmd, g)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.stop()) }()
			p := newProgress(os.Stderr)
			if dryRun || prove {
				return search(cmd, s, p, users, prove, asJSON)
			}
			o := privacy.Options{DB: s.db, Users: users, Cut: cut, Tell: func(place string) { p.at("%s", place) }}
			if o.Key, err = s.cfg.erasureKey(); err != nil {
				return err
			}
			if !offline {
				cluster, err := s.findKafka()
				if err != nil {
					return err
				}
				o.Kafka = &cluster
			}
			p.begin("erase " + howMany(len(users), "person"))
			var r privacy.Result
			err = s.runner.Rename(cmd.Context(), func(ctx context.Context) (err error) {
				r, err = privacy.Erase(ctx, o)
				return err
			})
			if err != nil {
				return err
			}
			p.end("done")
			if asJSON {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(r)
			}
			return writeErasure(cmd.OutOrStdout(), r)
		},
	}
	who.flags(cmd)
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "tell where they are found, and change nothing")
	cmd.Flags().BoolVar(&prove, "prove", false, "search only: exit code 1 if anything is left")
	cmd.Flags().BoolVar(&offline, "offline", false, "leave Kafka out")
	cmd.Flags().BoolVar(&cut, "cut-kafka", false, "cut Kafka's logs behind their last message, for everybody")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the result as JSON")
	return cmd
}

// search tells where people are found.
func search(cmd *cobra.Command, s *stack, p *progress, users []string, prove, asJSON bool) error {
	p.begin("search")
	found, err := privacy.Prove(cmd.Context(), s.db, users)
	if err != nil {
		return err
	}
	p.end("%s", howMany(len(users), "person"))
	if asJSON {
		err = json.NewEncoder(cmd.OutOrStdout()).Encode(found)
	} else {
		err = writeFound(cmd.OutOrStdout(), found)
	}
	if err == nil && prove && privacy.Remaining(found) > 0 {
		return exitError{code: 1}
	}
	return err
}
