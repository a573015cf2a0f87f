package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// basketFiles writes a history, a future and a keyset in which user u buys item 100 + u mod 5 in every basket, next to whatever.
func basketFiles(t *testing.T, users int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	r := rand.New(rand.NewPCG(1, 1))
	history, future := map[string][][]int{}, map[string][][]int{}
	keys := map[string][]string{}
	for u := range users {
		name := fmt.Sprint("k", u)
		row := [][]int{{-1}}
		for range 2 + r.IntN(4) {
			row = append(row, []int{100 + u%5, r.IntN(40)})
		}
		history[name] = append(row, []int{-1})
		future[name] = [][]int{{-1}, {100 + u%5, r.IntN(40)}, {-1}}
		part := "train"
		if u%10 > 6 {
			part = []string{"val", "test", "test"}[u%10-7]
		}
		keys[part] = append(keys[part], name)
	}
	for name, content := range map[string]any{"history.json": history, "future.json": future, "keyset.json": keys} {
		text, err := json.Marshal(content)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func evalBasketsLinli(t *testing.T, args ...string) (out, errs string, code int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := linli(ctx, t.TempDir(), append([]string{"eval", "baskets"}, args...)...)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run()
	return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
}

// TestEvalBaskets: every user of test gets 20 items, the sure one first; the file does not depend on the number of threads; users without history or
// future, empty baskets and repeated items are told of.
func TestEvalBaskets(t *testing.T) {
	dir := basketFiles(t, 200)
	at := func(name string) string { return filepath.Join(dir, name) }
	edit := func(name string, pairs ...string) {
		text, err := os.ReadFile(at(name)) //nolint:gosec // a test's own folder
		if err != nil {
			t.Fatal(err)
		}
		edited := strings.NewReplacer(pairs...).Replace(string(text))
		if err := os.WriteFile(at(name), []byte(edited), 0o600); err != nil { //nolint:gosec // a test's own folder
			t.Fatal(err)
		}
	}
	edit("keyset.json", `"test":[`, `"test":[777,"nobody",`)
	edit("history.json", `"k0":[[-1],`, `"k0":[[-1],[],[7,7],`, `"k1":[[-1]`, `"extra":[[-1],[100,3],[-1]],"k1":[[-1]`)
	var files [2]string
	for k := range files {
		out := at(fmt.Sprintf("pred%d.json", k))
		said, errs, code := evalBasketsLinli(t, "--history", at("history.json"), "--future", at("future.json"), "--keyset", at("keyset.json"), "--out", out, "--threads", fmt.Sprint(k+1))
		for _, want := range []string{"lists of 42 users, 40 of them scored", "Recall@10", "top of all", "user, then all", "peak memory"} {
			if !strings.Contains(said, want) {
				t.Errorf("stdout lacks %q:\n%s", want, said)
			}
		}
		for _, want := range []string{"1 users in no part", "2 users without a past basket", "2 users of test without a next basket", "1 empty baskets", "1 items named twice"} {
			if !strings.Contains(errs, want) {
				t.Errorf("stderr lacks %q:\n%s", want, errs)
			}
		}
		text, err := os.ReadFile(out) //nolint:gosec // a test's own folder
		if code != 0 || err != nil {
			t.Fatalf("exit code %d, %v\n%s", code, err, errs)
		}
		files[k] = string(text)
	}
	if files[0] != files[1] {
		t.Error("another number of threads writes other lists")
	}
	var lists map[string][]int
	if err := json.Unmarshal([]byte(files[0]), &lists); err != nil || len(lists) != 42 {
		t.Fatalf("%d lists, %v", len(lists), err)
	}
	for user, list := range lists {
		var u int
		if _, err := fmt.Sscanf(user, "k%d", &u); err == nil && list[0] != 100+u%5 {
			t.Errorf("user %s: the sure item is not the first of %v", user, list)
		}
		seen := map[int]bool{}
		for _, i := range list {
			if seen[i] || i < 0 {
				t.Errorf("user %s: %v", user, list)
			}
			seen[i] = true
		}
		if len(list) != 20 {
			t.Errorf("user %s: %d items", user, len(list))
		}
	}
}

// TestEvalBasketsOddFiles: few and strange people still get lists, and are told how: one user; a stranger alone; people with one basket; items that
// another program wrote as texts or as 3.0; a basket of 5,000 items; no sentinels.
func TestEvalBasketsOddFiles(t *testing.T) {
	dir := t.TempDir()
	many := "1"
	for i := range 4999 {
		many += fmt.Sprint(",", i+2)
	}
	for name, c := range map[string]struct{ history, future, keyset, want, said string }{
		"one user":   {`{"a":[[-1],[7,9],[7],[-1]]}`, `{"a":[[-1],[7],[-1]]}`, `{"test":["a"]}`, `{"a": [7,9]}`, "only 0 next baskets to learn from"},
		"stranger":   {`{"a":[[-1],[7,9],[7],[-1]]}`, `{"s":[[-1],[7],[-1]]}`, `{"train":["a"],"test":["s"]}`, `{"s": [7,9]}`, "lists of 1 users, 1 of them scored"},
		"one basket": {`{"a":[[-1],[3],[-1]],"b":[[-1],[5],[-1]],"c":[[-1],[5],[-1]]}`, `{"a":[[-1],[3],[-1]]}`, `{"test":["a"],"val":["b","c"]}`, `{"a": [3,5]}`, "habit"},
		"texts":      {`{"a":[[-1],["7","9"],["7"],[-1]]}`, `{"a":[[-1],[7],[-1]]}`, `{"test":["a"]}`, `{"a": [7,9]}`, "habit"},
		"floats":     {`{"a":[[-1.0],[7.0,9.0],[7e0],[-1.0]]}`, `{"a":[[-1.0],[7.0],[-1.0]]}`, `{"test":["a"]}`, `{"a": [7,9]}`, "habit"},
		"bare":       {`{"a":[[7,9],[7]]}`, `{"a":[[7]]}`, `{"test":["a"]}`, `{"a": [7,9]}`, "habit"},
		"huge":       {`{"a":[[7],[` + many + `],[7]]}`, `{"a":[[7]]}`, `{"test":["a"]}`, `{"a": [7,`, "habit"},
	} {
		t.Run(name, func(t *testing.T) {
			at := func(file string) string { return filepath.Join(dir, name+file) }
			for file, content := range map[string]string{"h": c.history, "f": c.future, "k": c.keyset} {
				if err := os.WriteFile(at(file), []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			said, errs, code := evalBasketsLinli(t, "--history", at("h"), "--future", at("f"), "--keyset", at("k"), "--out", at("o"))
			text, err := os.ReadFile(at("o")) //nolint:gosec // a test's own folder
			if code != 0 || err != nil || !strings.HasPrefix(string(text), c.want) || !strings.Contains(said, c.said) {
				t.Errorf("exit code %d, %v, wrote %.80s, want %s and %q\n%s%s", code, err, text, c.want, c.said, said, errs)
			}
		})
	}
}

// TestEvalBasketsRefuses: each mistake gets one line that says what is wrong where, and leaves what was there before.
func TestEvalBasketsRefuses(t *testing.T) {
	dir := basketFiles(t, 20)
	file := func(content string) string {
		path := filepath.Join(t.TempDir(), "x.json")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	h, f, k, out := filepath.Join(dir, "history.json"), filepath.Join(dir, "future.json"), filepath.Join(dir, "keyset.json"), file("before")
	for name, c := range map[string]struct {
		history, future, keyset, out, want string
	}{
		"no history":     {"", f, k, out, "--history FILE.json is needed"},
		"no out":         {h, f, k, "", "--out FILE.json is needed"},
		"no such file":   {h + "x", f, k, out, "no such file"},
		"empty file":     {file(""), f, k, out, "is empty"},
		"broken":         {file(`{"a": [[-1], [1`), f, k, out, "is no JSON from byte"},
		"no object":      {file(`[1, 2]`), f, k, out, "has another layout"},
		"text item":      {file(`{"a": [[-1], ["milk"], [-1]]}`), f, k, out, "user a: want a list of baskets"},
		"fraction":       {file(`{"a": [[-1], [1.5], [-1]]}`), f, k, out, `user a, basket 1: "1.5" is not an item number`},
		"null item":      {file(`{"a": [[-1], [1, null], [-1]]}`), f, k, out, `user a, basket 1: null is not an item number`},
		"no number":      {file(`{"a": [[-1], [NaN], [-1]]}`), f, k, out, "is no JSON from byte"},
		"too large":      {file(`{"a": [[-1], [99999999999999999999], [-1]]}`), f, k, out, `basket 1: "99999999999999999999" is not an item number`},
		"baskets named":  {file(`{"a": {"1": [1]}}`), f, k, out, "user a: want a list of baskets"},
		"inner sentinel": {file(`{"a": [[-1], [1], [-1], [2], [-1]]}`), f, k, out, `user a, basket 2: "-1" is not an item number`},
		"nobody":         {file(`{}`), f, k, out, "holds no user"},
		"nothing":        {file(`{"a": [[-1], [-1]]}`), f, k, out, "holds no item"},
		"no test":        {h, f, file(`{"train": ["k0"]}`), out, `names no user in "test"`},
		"twice":          {h, f, file(`{"train": ["k0"], "test": ["k1", "k0"]}`), out, "user k0 is in train and in test"},
		"odd user":       {h, f, file(`{"test": [["k1"]]}`), out, "a user is a text or a number"},
		"no future":      {h, file(`{"z": [[-1], [1], [-1]]}`), k, out, "nothing to score"},
		"out is in":      {h, f, k, h, "would replace what is read"},
		"out is nowhere": {h, f, k, filepath.Join(dir, "none", "o"), "there is no folder"},
	} {
		t.Run(name, func(t *testing.T) {
			_, errs, code := evalBasketsLinli(t, "--history", c.history, "--future", c.future, "--keyset", c.keyset, "--out", c.out)
			lines := strings.Split(strings.TrimSpace(errs), "\n")
			if last := lines[len(lines)-1]; code != 1 || !strings.HasPrefix(last, "linli: ") || !strings.Contains(last, c.want) {
				t.Errorf("exit code %d, the last line does not name %q:\n%s", code, c.want, errs)
			}
		})
	}
	if before, err := os.ReadFile(out); err != nil || string(before) != "before" { //nolint:gosec // a test's own folder
		t.Errorf("the file that was there before is now %q (%v)", before, err)
	}
}
