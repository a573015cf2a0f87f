package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// neighbours are files of 90 households: those with children buy milk and cereals, the others wine and olives, most of the time.
func neighbours(t *testing.T) (transactions, products, demographics string) {
	var tx, people strings.Builder
	tx.WriteString("household_id,store_id,basket_id,product_id,transaction_timestamp\n")
	people.WriteString("household_id,age,household_comp,kids_count\n")
	for h := range 90 {
		kids := h%3 == 0
		for n := range 12 {
			p := (h*7 + n*5) % 4
			if kids != (p < 2) && (h+n)%3 > 0 {
				p = (p + 2) % 4
			}
			fmt.Fprintf(&tx, "h%d,s%d,b%d-%d,p%d,2026-09-%02d %02d:10:00\n", h, h%4, h, n/2, p, 1+n, 8+h%10)
		}
		comp, count, age := "2 Adults No Kids", 0, "55-64"
		if kids {
			comp, count, age = "2 Adults Kids", 2, "35-44"
		}
		fmt.Fprintf(&people, "h%d,%s,%s,%d\n", h, age, comp, count)
	}
	return writeFile(t, "tx.csv.gz", tx.String()), writeFile(t, "products.csv", "product_id,product_type\np0,MILK\np1,CEREALS\np2,WINE\np3,OLIVES\n"), writeFile(t, "people.csv", people.String())
}

func TestEvalHousehold(t *testing.T) {
	tx, products, people := neighbours(t)
	files := []string{"household", "--transactions", tx, "--products", products, "--demographics", people, "--repeats", "1", "--folds", "5"}
	out, errs, code := evalOf(t, append(files, "--json")...)
	var r []struct {
		Kind       string  `json:"kind"`
		Households int     `json:"households"`
		AUC        float64 `json:"auc"`
		Mixes      []struct {
			Average float64 `json:"mae_average"`
			Ours    float64 `json:"mae_ours"`
		} `json:"mixes"`
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != 0 || len(r) != 2 {
		t.Fatalf("exit code %d, %v: %s%s", code, err, out, errs)
	}
	for _, q := range r {
		if q.Households != 90 || q.AUC < .75 || len(q.Mixes) < 3 || q.Mixes[2].Ours > q.Mixes[2].Average {
			t.Errorf("%+v", q)
		}
	}
	if again, _, _ := evalOf(t, append(files, "--json")...); again != out {
		t.Error("other figures of the same seed")
	}
	if out, _, code := evalOf(t, files...); code != 0 || !strings.Contains(out, "with children") || !strings.Contains(out, "55 and older, 20 to 50 households at random") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	for name, c := range map[string]struct{ tx, products, people, want string }{
		"no file":       {"", products, people, "are needed"},
		"no kinds":      {tx, writeFile(t, "p.csv", "product_id,x\np0,1\n"), people, "needs a column product_type"},
		"no people":     {tx, products, writeFile(t, "d.csv", "household_id,age\n"), "tells of no household"},
		"few people":    {tx, products, writeFile(t, "d.csv", "household_id,age\nh1,25-34\nh2,65+\n"), "too few labels"},
		"strangers":     {tx, products, writeFile(t, "d.csv", "household_id,age\nx1,25-34\nx2,65+\n"), "none of the described households bought anything"},
		"other columns": {products, products, people, "needs household_id and transaction_timestamp"},
	} {
		_, errs, code := evalOf(t, "household", "--transactions", c.tx, "--products", c.products, "--demographics", c.people)
		lines := strings.Split(strings.TrimSpace(errs), "\n")
		if last := lines[len(lines)-1]; code != 1 || !strings.HasPrefix(last, "linli: ") || !strings.Contains(last, c.want) {
			t.Errorf("%s: exit code %d, the last line does not name %q:\n%s", name, code, c.want, errs)
		}
	}
}
