package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/privacy"
)

// people are the flags that name people.
type people struct {
	users []string
	file  string
}

func (p *people) flags(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&p.users, "user", nil, "user_id, repeatable")
	cmd.Flags().StringVar(&p.file, "file", "", "file with one user_id a line; - is standard input; empty lines and those that begin with # are left out")
}

// list gives the people, each once.
func (p *people) list(in io.Reader) ([]string, error) {
	users := slices.Clone(p.users)
	if p.file != "" {
		if p.file != "-" {
			f, err := os.Open(p.file)
			if err != nil {
				return nil, fmt.Errorf("--file: %w", err)
			}
			defer func() { _ = f.Close() }()
			in = f
		}
		lines := bufio.NewScanner(in)
		for lines.Scan() {
			line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
			if line != "" && !strings.HasPrefix(line, "#") {
				users = append(users, line)
			}
		}
		if err := lines.Err(); err != nil {
			return nil, fmt.Errorf("--file %s: %w", p.file, err)
		}
		if len(users) == 0 {
			return nil, fmt.Errorf("--file %s names nobody", p.file)
		}
	}
	if len(users) == 0 {
		return nil, errors.New("nobody is named: give --user ID, or --file FILE with one user_id a line")
	}
	slices.Sort(users)
	users = slices.Compact(users)
	return users, privacy.Check(users)
}
