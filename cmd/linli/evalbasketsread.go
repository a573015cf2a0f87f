package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"

	"github.com/linli-project/linli/models/recommend/basket"
)

// shoppers is what the three files hold, with users and items numbered from 0.
type shoppers struct {
	log                *basket.Log
	names              []string // of users
	items              []int64  // number in the files of each item
	next               [][]int32
	train, valid, test []int32

	strangers, unlearned, unscored, empty, twice, others int
}

// person is a user's name; files write it as text or as a number.
type person string

func (p *person) UnmarshalJSON(data []byte) error {
	var n json.Number // takes quoted numbers as well
	if json.Unmarshal(data, &n) == nil && len(data) > 0 && data[0] != '"' {
		*p = person(n.String())
		return nil
	}
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("a user is a text or a number, not %.40s", data)
	}
	*p = person(s)
	return nil
}

// readJSON reads a whole file into something.
func readJSON(path string, into any) error {
	data, err := os.ReadFile(path) //nolint:gosec // the file that the user names
	if err != nil {
		return err
	}
	if len(data) == 0 {
		return fmt.Errorf("%s is empty", path)
	}
	if err := json.Unmarshal(data, into); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			line := 1
			for _, c := range data[:min(int(syntax.Offset), len(data))] {
				if c == '\n' {
					line++
				}
			}
			return fmt.Errorf("%s is no JSON from byte %d on (line %d): %w", path, syntax.Offset, line, syntax)
		}
		return fmt.Errorf("%s has another layout, see linli eval baskets -h: %w", path, err)
	}
	return nil
}

// readBaskets reads a history or a future.
func readBaskets(path string) (map[string][][]int64, error) {
	var raw map[string]json.RawMessage // a user named twice: the last counts
	if err := readJSON(path, &raw); err != nil {
		return nil, err
	}
	out := make(map[string][][]int64, len(raw))
	for _, user := range slices.Sorted(maps.Keys(raw)) { // sorted, so that the same file gets the same complaint
		var baskets [][]json.Number
		if err := json.Unmarshal(raw[user], &baskets); err != nil {
			return nil, fmt.Errorf("%s: user %s: want a list of baskets, each a list of item numbers: %w", path, user, err)
		}
		list := make([][]int64, 0, len(baskets))
		for b, goods := range baskets {
			if sentinel := len(goods) == 1 && (goods[0] == "-1" || goods[0] == "-1.0"); sentinel && (b == 0 || b == len(baskets)-1) {
				continue
			}
			row := make([]int64, len(goods))
			for k, g := range goods {
				n, ok := itemNumber(g)
				if !ok {
					return nil, fmt.Errorf("%s: user %s, basket %d: %s is not an item number, which is whole and from 0 up", path, user, b, said(g))
				}
				row[k] = n
			}
			list = append(list, row)
		}
		out[user] = list
	}
	return out, nil
}

// itemNumber reads an item; some programs write whole numbers as 3.0 or 1e3.
func itemNumber(g json.Number) (int64, bool) {
	if n, err := strconv.ParseInt(g.String(), 10, 64); err == nil {
		return n, n >= 0
	}
	x, err := strconv.ParseFloat(g.String(), 64)
	return int64(x), err == nil && x >= 0 && x < 1<<53 && x == math.Trunc(x)
}

// said is an item as the file has it.
func said(g json.Number) string {
	if g == "" {
		return "null"
	}
	return strconv.Quote(g.String())
}

type keyset struct {
	Train []person `json:"train"`
	Valid []person `json:"val"`
	Test  []person `json:"test"`
}

func readShoppers(historyPath, futurePath, keysetPath string) (*shoppers, error) {
	var keys keyset
	if err := readJSON(keysetPath, &keys); err != nil {
		return nil, err
	}
	if len(keys.Test) == 0 {
		return nil, fmt.Errorf(`%s names no user in "test": nobody to rank for`, keysetPath)
	}
	history, err := readBaskets(historyPath)
	if err != nil {
		return nil, err
	}
	if len(history) == 0 {
		return nil, fmt.Errorf("%s holds no user", historyPath)
	}
	future, err := readBaskets(futurePath)
	if err != nil {
		return nil, err
	}
	s := &shoppers{}
	code := s.number(history, future)
	s.log = basket.NewLog(len(s.items), false)
	part := map[string]string{}
	for _, p := range []struct {
		name  string
		users []person
		into  *[]int32
	}{{"train", keys.Train, &s.train}, {"val", keys.Valid, &s.valid}, {"test", keys.Test, &s.test}} {
		for _, u := range p.users {
			if before, there := part[string(u)]; there {
				return nil, fmt.Errorf("%s: user %s is in %s and in %s: each user belongs to one part, once", keysetPath, u, before, p.name)
			}
			part[string(u)] = p.name
			*p.into = append(*p.into, int32(len(s.names)))
			if err := s.add(string(u), history, future, code); err != nil {
				return nil, err
			}
			switch known := len(s.next[len(s.next)-1]) > 0; {
			case known:
			case p.name == "test":
				s.unscored++
			default:
				s.unlearned++
			}
		}
	}
	for _, u := range slices.Sorted(maps.Keys(history)) {
		if _, there := part[u]; !there {
			s.others++
			if err := s.add(u, history, nil, code); err != nil {
				return nil, err
			}
		}
	}
	if len(s.log.Goods) == 0 {
		return nil, fmt.Errorf("%s holds no item: nothing to rank", historyPath)
	}
	if s.unscored == len(s.test) {
		return nil, fmt.Errorf(`%s has the next basket of none of the users of "test": nothing to score`, futurePath)
	}
	return s, nil
}

// number gives every item a number from 0.
func (s *shoppers) number(all ...map[string][][]int64) map[int64]int32 {
	there := map[int64]bool{}
	for _, file := range all {
		for _, baskets := range file {
			for _, goods := range baskets {
				for _, i := range goods {
					there[i] = true
				}
			}
		}
	}
	s.items = slices.Sorted(maps.Keys(there))
	code := make(map[int64]int32, len(s.items))
	for k, i := range s.items {
		code[i] = int32(k)
	}
	return code
}

func (s *shoppers) add(user string, history, future map[string][][]int64, code map[int64]int32) error {
	coded := func(goods []int64) []int32 {
		out, there := make([]int32, 0, len(goods)), make(map[int64]bool, len(goods))
		for _, i := range goods {
			if there[i] {
				s.twice++
				continue
			}
			there[i] = true
			out = append(out, code[i])
		}
		return out
	}
	var baskets [][]int32
	for _, goods := range history[user] {
		if len(goods) == 0 {
			s.empty++
			continue
		}
		baskets = append(baskets, coded(goods))
	}
	if len(baskets) == 0 {
		s.strangers++
	}
	var next []int32
	if f := future[user]; len(f) > 0 {
		next = coded(f[0])
	}
	s.names, s.next = append(s.names, user), append(s.next, next)
	return s.log.Add(baskets, nil)
}

// learned are the next baskets without those of test.
func (s *shoppers) learned() [][]int32 {
	out := slices.Clone(s.next)
	for _, u := range s.test {
		out[u] = nil
	}
	return out
}

func (s *shoppers) tell(w io.Writer) {
	for _, note := range []struct {
		n    int
		text string
	}{
		{s.others, "users in no part of the keyset: looked at as neighbours"},
		{s.strangers, "users without a past basket: they get what sells best"},
		{s.unlearned, "users of train and val without a next basket: nothing to learn from them"},
		{s.unscored, "users of test without a next basket: ranked, not scored"},
		{s.empty, "empty baskets, left out"},
		{s.twice, "items named twice in a basket, counted once"},
	} {
		if note.n > 0 {
			fmt.Fprintf(w, "  %s %s\n", thousands(note.n), note.text)
		}
	}
}
