package master

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

func file(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func dry(t *testing.T, kind Kind, content string) (Result, error) {
	t.Helper()
	return Import(context.Background(), nil, kind, file(t, "a.csv", content), Options{DryRun: true})
}

func TestRefusedRows(t *testing.T) {
	for name, c := range map[string]struct {
		kind          Kind
		content, want string
	}{
		"no id":          {Stores, "store_id,name\n,x\n", "line 2: column store_id: is empty"},
		"long id":        {Stores, "store_id,name\n" + strings.Repeat("x", 129) + ",x\n", "line 2: column store_id: 129 bytes are too long for an id, 128 are taken"},
		"zone":           {Stores, "store_id,name,timezone\n1,x,Asia/Peking\n", `line 2: column timezone: "Asia/Peking" is no time zone such as Asia/Shanghai`},
		"latitude":       {Stores, "store_id,name,纬度\n1,x,121.5\n", "line 2: column 纬度: 121.5 lies outside -90 to 90"},
		"hour":           {Stores, "store_id,name,cutoff_hour\n1,x,24\n", "line 2: column cutoff_hour: 24 lies outside 0 to 23"},
		"twice":          {Stores, "store_id,name\n1,x\n2,y\n1,z\n", "line 4: store_id stands twice in the file: 1"},
		"households":     {Communities, "community_id,name,store_id,households\n1,x,1,many\n", `line 2: column households: "many" is not a number`},
		"price":          {Products, "product_id,name,category,price\n1,x,c,12.5\n", `line 2: column price: "12.5" is not a whole number`},
		"no price":       {Products, "product_id,name,category,price\n1,x,c,\n", `line 2: column price: is empty`},
		"yuan":           {Products, "product_id,name,category,price_yuan\n1,x,c,12.505\n", `line 2: column price_yuan: "12.505" has more than 2 decimal places`},
		"negative":       {Products, "product_id,name,category,售价\n1,x,c,-1\n", `line 2: column 售价: -1 lies outside 0 to 10000000`},
		"both prices":    {Products, "product_id,name,category,price,price_yuan\n1,x,c,1250,12.5\n", `line 2: column price_yuan: price is given too, in fen: keep one of the two`},
		"pack":           {Products, "product_id,name,category,price,pack_size\n1,x,c,1,0\n", `line 2: column pack_size: 0 cannot be delivered: give 1 or leave it empty`},
		"campaign":       {Campaigns, "campaign_id,product_id,starts_at,ends_at,price\n1,p,2026-11-22 10:00,2026-11-22 09:00,1\n", `line 2: column ends_at: is not after starts_at`},
		"movement":       {StockMoves, "store_id,product_id,kind,quantity,date\n1,p,gift,1,2026-11-22\n", `line 2: column kind: "gift" is none of receipt, waste, count, transfer, sold_out`},
		"no time":        {StockMoves, "store_id,product_id,kind,quantity\n1,p,count,1\n", `line 2: column event_time: is empty, and so is business_day`},
		"negative count": {StockMoves, "store_id,product_id,kind,quantity,日期\n1,p,盘点,-1,2026/11/22\n", `line 2: column quantity: -1 lies outside 0 to 1000000000`},
		"same movement":  {StockMoves, "store_id,product_id,kind,quantity,日期\n1,p,盘点,1,2026/11/22\n1,p,盘点,1,2026/11/22\n", `line 3: movement_id stands twice in the file`},
		"stockout":       {Sales, "store_id,product_id,date,quantity,stockout\n1,p,2026-11-22,1,1.1\n", `line 2: column stockout: 1.1 lies outside 0 to 1`},
		"no quantity":    {Sales, "store_id,product_id,date,quantity\n1,p,2026-11-22,\n", `line 2: column quantity: is empty`},
	} {
		r, err := dry(t, c.kind, c.content)
		if err == nil || r.Wrong != 1 || !strings.HasPrefix(r.Problems[0], c.want) {
			t.Errorf("%s:\n got %v %v\nwant %s", name, r.Problems, err, c.want)
		}
	}
}

func TestRefusedFiles(t *testing.T) {
	for want, err := range map[string]error{
		"has no column category (品类), which products need; it has product_id, name, price": second(dry(t, Products, "product_id,name,price\n")),
		"has no rows":        second(dry(t, Stores, "store_id,name\n")),
		"cannot be imported": second(dry(t, "shops", "a\n")),
		"3 of 4 rows are wrong, so nothing was imported; the first: line 2: column store_id: is empty": second(dry(t, Stores, "store_id,name\n,x\n1,\n2,x\n3\n")),
	} {
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// snapshot is all that readers see of a table, without the version.
func snapshot(t *testing.T, db *sql.DB, table string) (out []string) {
	t.Helper()
	query := "SELECT toString(tuple(* EXCEPT updated_at)) FROM " + table + " FINAL ORDER BY ALL"
	if err := db.SelectText(context.Background(), &out, query, nil); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestImport(t *testing.T) {
	db := sqltest.Open(t)
	for _, c := range []struct {
		kind          Kind
		table, name   string
		content, want string
	}{
		{Stores, "store", "s.csv", "门店编号,门店名称,时区,城市,纬度,经度,开业日期,店主\ns1,东门店,America/New_York,江城,30.5,114.3,2024/5/1,李姐\n",
			`('s1','东门店','America/New_York','江城',30.5,114.3,'2024-05-01',23,'李姐',0.1)`},
		{Communities, "community", "c.jsonl", `{"community_id":"c1","name":"翠苑","store_id":"s1","households":820,"extra":{"a":1}}`, `('c1','翠苑','s1',0,0,820)`},
		{Categories, "category", "k.csv", "category,name,敏感\nbaby,母婴,是\n", `('baby','母婴','',1)`},
		{Products, "product", "p.csv", "商品编号,商品名称,品类,售价,成本,起订量,温层,备注\np1,鲜牛奶,dairy,12.9,9,0.5,冷藏,x\n", `('p1','鲜牛奶','','dairy','','',1290,900,0,0.5,'',1,0,'chilled')`},
		{Campaigns, "campaign", "g.csv", "campaign_id,store_id,product_id,starts_at,ends_at,price\nk1,s1,p1,2026-11-22 10:00:00,2026-11-22T23:00:00Z,990\n",
			`('k1','','s1','p1','2026-11-22 15:00:00.000','2026-11-22 23:00:00.000','1970-01-01',990,0)`},
		{StockMoves, "stock", "m.csv", "movement_id,门店编号,商品编号,类型,数量,时间\nm1,s1,p1,报损,1.25,2026-11-22T03:00:00Z\n", `('m1','s1','p1','2026-11-22 03:00:00.000','2026-11-21','waste',1.25,0)`},
		{Sales, "sales_history", "d.jsonl", `{"store_id":"s1","product_id":7,"date":"2026-11-22","quantity":1.5,"stockout":0.25,"revenue_yuan":"19.35"}`,
			`('s1','7','2026-11-22',1.5,0.25,1935)`},
	} {
		opt := Options{Now: time.UnixMilli(1000)}
		path := file(t, c.name, c.content)
		r, err := Import(context.Background(), db, c.kind, path, opt)
		if err != nil || r.Written != 1 || r.Rows != 1 {
			t.Fatalf("%s: %+v %v", c.kind, r, err)
		}
		if got := snapshot(t, db, c.table); !reflect.DeepEqual(got, []string{c.want}) {
			t.Errorf("%s:\n got %s\nwant %s", c.kind, got, c.want)
		}
		opt.Now = time.UnixMilli(2000)
		if _, err := Import(context.Background(), db, c.kind, path, opt); err != nil {
			t.Fatal(err)
		}
		if got := snapshot(t, db, c.table); !reflect.DeepEqual(got, []string{c.want}) {
			t.Errorf("%s a second time:\n got %s\nwant %s", c.kind, got, c.want)
		}
	}
}

// TestUnlisted: sales of goods and stores that nobody entered are imported, and it is said that these are missing.
func TestUnlisted(t *testing.T) {
	db := sqltest.Open(t)
	sales := file(t, "d.csv", "store_id,product_id,date,quantity\ns1,p1,2026-11-22,1\ns1,p2,2026-11-22,1\ns2,p1,2026-11-22,1\n")
	opt := Options{Now: time.UnixMilli(1000)}
	for _, step := range []struct {
		kind Kind
		path string
		want Unlisted
	}{
		{Sales, sales, Unlisted{Products: 2, Stores: 2}},
		{Products, file(t, "p.csv", "product_id,name,category,price\np1,x,c,0\n"), Unlisted{}},
		{Stores, file(t, "s.csv", "store_id,name\ns1,x\ns2,y\n"), Unlisted{}},
		{Sales, sales, Unlisted{Products: 1}},
	} {
		if r, err := Import(t.Context(), db, step.kind, step.path, opt); err != nil || r.Unlisted != step.want {
			t.Errorf("%s: %+v %v, want %+v", step.kind, r.Unlisted, err, step.want)
		}
	}
	if r, err := Import(t.Context(), nil, Sales, sales, Options{DryRun: true}); err != nil || r.Unlisted != (Unlisted{}) {
		t.Errorf("dry: %+v %v", r.Unlisted, err)
	}
}

func TestRenamedColumns(t *testing.T) {
	path := file(t, "a.csv", "商品编号,商品名称,品名,品类,售价\n1,x,y,c,1290\n")
	if _, err := Import(context.Background(), nil, Products, path, Options{DryRun: true}); err == nil || !strings.Contains(err.Error(), "both mean name") {
		t.Error(err)
	}
	r, err := Import(context.Background(), nil, Products, path, Options{DryRun: true, Columns: map[string]string{"品名": "name_en", "售价": "price"}})
	if err != nil || r.Rows != 1 || r.Written != 0 || len(r.Ignored) != 0 {
		t.Error(r, err)
	}
}

func TestImportAllOrNothing(t *testing.T) {
	db := sqltest.Open(t)
	var b strings.Builder
	b.WriteString("store_id,product_id,business_day,quantity,note\n")
	for d := range 60_000 {
		b.WriteString("s1,p" + time.Duration(d).String() + ",2026-11-22,1.5,x\n")
	}
	good := b.String()
	r, err := Import(context.Background(), db, Sales, file(t, "a.csv", good+"s1,p,2026-11-22,abc,x\n"), Options{})
	if err == nil || r.Wrong != 1 || r.Written != 0 || len(snapshot(t, db, "sales_history")) != 0 {
		t.Fatalf("%+v %v", r, err)
	}
	r, err = Import(context.Background(), db, Sales, file(t, "a.csv", good), Options{})
	if err != nil || r.Written != 60_000 || !reflect.DeepEqual(r.Ignored, []string{"note"}) || len(snapshot(t, db, "sales_history")) != 60_000 {
		t.Fatalf("%+v %v", r, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Import(ctx, db, Sales, file(t, "a.csv", good), Options{}); err == nil {
		t.Error("a stopped import went on")
	}
}

// TestTwiceBeyondMemory: rows that stand twice are found, with their lines, when their keys do not fit into memory; without a
// database too.
func TestTwiceBeyondMemory(t *testing.T) {
	defer func(n int64) { maxKeys = n }(maxKeys)
	maxKeys = 1000
	var b strings.Builder
	b.WriteString("store_id,product_id,business_day,quantity\n")
	for i := range 5000 {
		fmt.Fprintf(&b, "s1,p%d,2026-11-22,1\n", i)
	}
	good := b.String()
	for i := range 3 {
		fmt.Fprintf(&b, "s1,p%d,2026-11-22,2\n", 1500*(i+1)+400)
	}
	db := sqltest.Open(t)
	for _, dry := range []bool{true, false} {
		r, err := Import(t.Context(), db, Sales, file(t, "a.csv", b.String()), Options{DryRun: dry})
		slices.Sort(r.Problems)
		if err == nil || r.Wrong != 3 || r.Rows != 5003 || !strings.HasPrefix(r.Problems[0], "line 5002: store_id, product_id, business_day stands twice in the file: s1, p1900, 2026-11-22") {
			t.Errorf("dry %t: %+v %v", dry, r, err)
		}
	}
	if n := len(snapshot(t, db, "sales_history")); n != 0 {
		t.Errorf("%d rows of a wrong file", n)
	}
	if r, err := Import(t.Context(), db, Sales, file(t, "a.csv", good), Options{Preview: 1}); err != nil || r.Written != 5000 || len(r.Preview) != 1 ||
		r.Preview[0] != "store_id=s1  product_id=p0  business_day=2026-11-22  quantity=1  stockout=0  revenue=0" {
		t.Errorf("%+v %v", r, err)
	}
}

// TestZoneThatNobodyKnows: a store with a zone that is none does not stand in the way of the import that mends it.
func TestZoneThatNobodyKnows(t *testing.T) {
	db := sqltest.Open(t)
	if err := WriteAll(t.Context(), db, Set{Stores: []Store{{StoreID: "s1", Name: "a", Timezone: "Asia/Atlantis", OpenedOn: noDay}}}); err != nil {
		t.Fatal(err)
	}
	sales := file(t, "a.csv", "store_id,product_id,date,quantity\ns1,p,2026-11-22,1\n")
	if _, err := Import(t.Context(), db, Sales, sales, Options{}); err == nil || !strings.Contains(err.Error(), "s1") || !strings.Contains(err.Error(), "import the store again") {
		t.Errorf("%v", err)
	}
	if r, err := Import(t.Context(), db, Stores, file(t, "s.csv", "store_id,name,timezone\ns1,a,Asia/Atlantis\n"), Options{}); err == nil || !strings.Contains(r.Problems[0], `line 2: column timezone: "Asia/Atlantis" is no time zone`) {
		t.Errorf("%+v %v", r, err)
	}
	if _, err := Import(t.Context(), db, Stores, file(t, "s.csv", "store_id,name,timezone\ns1,a,Asia/Shanghai\n"), Options{Now: time.Now().Add(time.Second)}); err != nil {
		t.Fatal(err)
	}
	if _, err := Import(t.Context(), db, Sales, sales, Options{}); err != nil {
		t.Error(err)
	}
}

func TestWriteAll(t *testing.T) {
	db := sqltest.Open(t)
	set := Set{Stores: []Store{{StoreID: "s1", Name: "a", Timezone: "UTC", OpenedOn: noDay}}, Categories: []Category{{Category: "c", Name: "c"}},
		Communities: []Community{{CommunityID: "c"}}, Sales: []SalesDay{{StoreID: "s1", BusinessDay: noDay}}}
	for range 2 {
		if err := WriteAll(context.Background(), db, set); err != nil {
			t.Fatal(err)
		}
	}
	for _, table := range []string{"store", "category", "community", "sales_history"} {
		if got := snapshot(t, db, table); len(got) != 1 {
			t.Errorf("%s: %s", table, got)
		}
	}
	if set.Stores[0].UpdatedAt.IsZero() {
		t.Error("no version")
	}
}
