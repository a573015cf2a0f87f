package main

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/linli-project/linli/models/leader/group"
)

// longestGroup bounds a line: a group has some hundreds of people at most.
const longestGroup = 1 << 20

// readGroups reads both files; what is the same name is the same person or item in both.
func readGroups(won, lost string) (group.Lines, error) {
	g := group.Lines{}
	users, items := map[string]int32{}, map[string]int32{}
	code := func(names map[string]int32, name string) int32 {
		n, known := names[name]
		if !known {
			n = int32(len(names))
			names[strings.Clone(name)] = n
		}
		return n
	}
	for _, path := range []string{won, lost} {
		line := 0
		err := eachLine(path, func(text string) error {
			line++
			f := strings.Fields(text)
			switch {
			case len(f) == 0:
				return nil
			case len(f) < 2:
				return fmt.Errorf("line %d has one field; give who started the group and the item", line)
			case path == won && len(f) < 3:
				return fmt.Errorf("line %d has nobody who joined; launches that failed belong into --failed", line)
			case path == lost && len(f) > 2:
				return fmt.Errorf("line %d has somebody who joined; groups that succeeded belong into --groups", line)
			}
			var guests []int32
			a := code(users, f[0])
			for _, name := range f[2:] {
				if u := code(users, name); u != a { // who joins their own group is not counted
					guests = append(guests, u)
				}
			}
			if path == won && len(guests) == 0 {
				return nil
			}
			g.Initiator, g.Item, g.Guests = append(g.Initiator, a), append(g.Item, code(items, f[1])), append(g.Guests, guests)
			return nil
		})
		if err != nil {
			return g, fmt.Errorf("%s: %w", path, err)
		}
		if line == 0 {
			return g, fmt.Errorf("%s holds no line; give a group a line", path)
		}
	}
	g.Users, g.Items = len(users), len(items)
	return g, nil
}

// eachLine reads a text file, compressed or not.
func eachLine(path string, take func(string) error) (err error) {
	file, err := os.Open(path)
	if err != nil {
		var p *os.PathError
		if errors.As(err, &p) {
			return p.Err
		}
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	var in io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		z, err := gzip.NewReader(file)
		if err != nil {
			return fmt.Errorf("not compressed by gzip, as its name says: %w", err)
		}
		in = z
	}
	s := bufio.NewScanner(in)
	s.Buffer(nil, longestGroup)
	for s.Scan() {
		if err := take(s.Text()); err != nil {
			return err
		}
	}
	return s.Err()
}
