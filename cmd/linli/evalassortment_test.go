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

// twoKinds writes orders of half a year in twelve stores of two kinds, which like two halves of the products.
func twoKinds(t *testing.T) (orders, products string) {
	t.Helper()
	dir := t.TempDir()
	rng := rand.New(rand.NewPCG(1, 1))
	var b, p strings.Builder
	b.WriteString("household_id,store_id,basket_id,product_id,quantity,sales_value,transaction_timestamp\n")
	p.WriteString("product_id,product_type,department\n")
	for i := range 60 {
		fmt.Fprintf(&p, "p%d,t%d,d%d\n", i, i/2, i%3)
	}
	for n := range 12_000 {
		s, i := n%12, rng.IntN(60)
		if rng.IntN(4) > 0 {
			i = i/2*2 + s%2
		}
		at := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC).AddDate(0, 0, n*180/12_000)
		fmt.Fprintf(&b, "h%d,s%d,b%d,p%d,%d,%.2f,%s\n", n%500, s, n/3, i, 1+rng.IntN(2), 1.5, at.Format("2006-01-02 15:04:05"))
	}
	b.WriteString("h1,s1,b0,p1,-1,0,2026-03-01 10:00:00\n")
	orders, products = filepath.Join(dir, "orders.csv"), filepath.Join(dir, "products.csv")
	for name, text := range map[string]string{orders: b.String(), products: p.String()} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return orders, products
}

func evalRange(t *testing.T, args ...string) (out, errs string, failed bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := linli(ctx, t.TempDir(), append([]string{"eval", "assortment"}, args...)...)
	var o, e strings.Builder
	cmd.Stdout, cmd.Stderr = &o, &e
	err := cmd.Run()
	return o.String(), e.String(), err != nil
}

func TestEvalAssortment(t *testing.T) {
	orders, products := twoKinds(t)
	out, errs, failed := evalRange(t, "--orders", orders, "--products", products, "--slots", "10,20", "--periods", "3", "--stores")
	if failed {
		t.Fatal(errs)
	}
	for _, want := range []string{"share of later order lines covered by lists of product_id", "lists of 10", "lists of 20", "all 3 periods", "every store", "1 rows with a quantity", "a list of its own", "peak memory"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	out, errs, failed = evalRange(t, "--orders", orders, "--products", products, "--slots", "15", "--json")
	var r assortmentResult
	if err := json.Unmarshal([]byte(out), &r); err != nil || failed {
		t.Fatal(err, errs)
	}
	if len(r.Periods) != 4 || len(r.Gates) != 12 || r.Stores != 12 || r.Items != 60 || r.Days != 14 {
		t.Errorf("%d periods, %d gates, %d stores, %d items, %d days", len(r.Periods), len(r.Gates), r.Stores, r.Items, r.Days)
	}
	for _, p := range r.Periods {
		if p.Given < 1.1*p.Chain || p.Given < p.Own-.02 || *p.Low <= 0 {
			t.Errorf("%+v", p)
		}
	}
	for _, measure := range []string{"units", "value"} {
		if out, errs, failed := evalRange(t, "--orders", orders, "--products", products, "--level", "product_type", "--measure", measure); failed || !strings.Contains(out, "lists of product_type") {
			t.Errorf("%s: %s %s", measure, out, errs)
		}
	}
}

func TestEvalAssortmentRefuses(t *testing.T) {
	orders, products := twoKinds(t)
	bare := filepath.Join(t.TempDir(), "bare.csv")
	if err := os.WriteFile(bare, []byte("store_id,product_id,date\ns,p,2026-01-01\ns,p,2026-01-05\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[string][]string{
		"--orders FILE is needed":  {},
		"no such file":             {"--orders", "nowhere.csv"},
		"is not known":             {"--orders", orders, "--measure", "love"},
		"there is no such column":  {"--orders", orders, "--products", products, "--level", "colour"},
		"no column store_id":       {"--orders", products},
		"fewer than three periods": {"--orders", bare},
		"has no column amount":     {"--orders", bare, "--measure", "value"},
		"numbers of at least 1":    {"--orders", orders, "--slots", "0"},
		"--periods must be":        {"--orders", orders, "--periods", "0"},
	} {
		if out, errs, failed := evalRange(t, args...); !failed || !strings.Contains(errs, want) || out != "" {
			t.Errorf("%v: %q %q, want %q", args, out, errs, want)
		}
	}
}
