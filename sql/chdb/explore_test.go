package chdb

import ("testing";"time";"fmt";"strings")

func TestExplore(t *testing.T) {
	p, err := Find(""); if err != nil { t.Fatal(err) }
	t0 := time.Now()
	if err := Load(p); err != nil { t.Fatal(err) }
	fmt.Println("load", time.Since(t0), lib.version())
	dir := t.TempDir()
	t0 = time.Now()
	restore := saveSignalHandlers()
	c, err := connect([]string{"--path="+dir, "--timezone=UTC", "--log_comment=tag-1", "--background_pool_size=4"})
	restore()
	if err != nil { t.Fatal(err) }
	fmt.Println("connect", time.Since(t0))
	t0 = time.Now()
	c2, err := connect([]string{"--path="+dir, "--log_comment=tag-2"})
	if err != nil { t.Fatal(err) }
	fmt.Println("connect2", time.Since(t0))
	run := func(q string, ps ...param) {
		t0 := time.Now()
		out, st, err := c.exec(q, "TSV", ps)
		fmt.Printf("%s\n  -> %q %+v err=%v %v\n", q, out, st, err, time.Since(t0))
	}
	run("SELECT 1"); run("SELECT 1")
	run("SELECT version(), displayName(), timezone(), currentDatabase(), getSetting('log_comment')")
	run("SET max_threads=1, join_algorithm='hash'"); run("SELECT getSetting('max_threads'), getSetting('join_algorithm')")
	run("SET max_threads=DEFAULT, join_algorithm=DEFAULT, log_comment=DEFAULT"); run("SELECT getSetting('max_threads'), getSetting('join_algorithm'), getSetting('log_comment')")
	run("CREATE DATABASE linli"); run("USE linli")
	run("CREATE TABLE t (a UInt64, s String) ENGINE=MergeTree ORDER BY a")
	run("SELECT currentDatabase()")
	run("SELECT {x:String}", param{"x", "a\\nb\\\\c'd"})
	run("SELECT {x:String}", param{"x", "a\nb"})
	run("SELECT {x:Array(String)}", param{"x", "['a\\'b','c\\nd','\\\\\\\\']"})
	run("SELECT 1; SELECT 2")
	run("SELEC 1")
	run("SELECT query_id, Settings['log_comment'] FROM system.processes")
	run("SELECT name,value FROM system.server_settings WHERE name in ('background_pool_size','mark_cache_size','timezone')")
	run("SELECT name,value FROM system.merge_tree_settings WHERE name like 'number_of_free_entries%'")
	st := func(q, f string) {
		s, err := c.stream(q, f, nil)
		if err != nil { fmt.Println(q, "STREAM ERR", err); return }
		n, pieces := 0, 0; var all strings.Builder
		for { b, err := s.next(); if err != nil { fmt.Println("next err", err); break }; if b == nil { break }; pieces++; n += len(b); if all.Len() < 2000 { all.Write(b) } }
		s.close()
		o := all.String(); if len(o) > 300 { o = o[:150] + " ... " + o[len(o)-150:] }
		fmt.Printf("%s [%s] pieces=%d bytes=%d %+v %q\n", q, f, pieces, n, s.stats, o)
	}
	for _, f := range []string{"TSVWithNames","JSON","JSONCompact","CSVWithNames","Native","ArrowStream","Parquet","JSONEachRow","Pretty","XML"} { st("SELECT number FROM numbers(200000)", f) }
	for _, f := range []string{"JSON","Native","ArrowStream","TSVWithNames","CSV"} { st("SELECT number FROM numbers(0)", f) }
	st("SELECT number FROM numbers(10) FORMAT CSV", "TSV")
	st("SELECT number%3 AS k, count() FROM numbers(10) GROUP BY k WITH TOTALS FORMAT JSON", "TSV")
	st("CREATE TABLE t2 (a UInt64, s String) ENGINE=MergeTree ORDER BY a", "TSV")
	st("INSERT INTO t2 SELECT number, '' FROM numbers(10)", "TSV")
	st("SELECT throwIf(number=150000) FROM numbers(200000)", "TSV")
	st("SHOW TABLES", "TSV"); st("DESCRIBE TABLE t", "Native")
	st("DROP TABLE t2", "TSV")
	// insert
	is, err := c.insert("INSERT INTO t (a, s)", "TSV", nil)
	if err != nil { t.Fatal(err) }
	fmt.Println(is.write([]byte("1\tx\n2\ty\n")), is.write([]byte("3\tz")))
	fmt.Println(is.finish())
	is, err = c.insert("INSERT INTO t (a, s)", "TSV", nil)
	fmt.Println(is.write([]byte("4\tx\nfoo\ty\n")), is.write([]byte("5\tz")))
	fmt.Println(is.finish())
	run("SELECT * FROM t")
	is, err = c.insert("INSERT INTO t (a, s)", "TSV", nil)
	is.write([]byte("14\tx\n")); is.abort()
	run("SELECT * FROM t")
	is, err = c.insert("SELECT 1; DROP TABLE t; foo bar", "", nil); fmt.Println(err)
	is, err = c.insert("SELECT foo bar baz", "", nil); fmt.Println(err)
	// kill
	go func(){ time.Sleep(300*time.Millisecond); for i:=0;i<3;i++ { o,_,err := c2.exec("KILL QUERY WHERE Settings['log_comment']='tag-1' ASYNC","TSV",nil); fmt.Printf("kill %q %v\n",o,err); time.Sleep(100*time.Millisecond)} }()
	run("SET log_comment='tag-1'")
	run("SELECT count() FROM numbers(100000000000) WHERE not ignore(sipHash64(number))")
	go func(){ time.Sleep(300*time.Millisecond); o,_,err := c2.exec("KILL QUERY WHERE Settings['log_comment']='tag-1' ASYNC","TSV",nil); fmt.Printf("kill %q %v\n",o,err) }()
	st("SELECT count() FROM numbers(100000000000) WHERE not ignore(sipHash64(number))", "TSV")
	t0 = time.Now()
	for i := 0; i < 200; i++ { c.exec("SELECT 1","TSV",nil) }
	fmt.Println("200 select 1", time.Since(t0))
	t0 = time.Now()
	for i := 0; i < 200; i++ { c.exec("SET max_threads=2","TSV",nil) }
	fmt.Println("200 set", time.Since(t0))
	t0 = time.Now(); c.close(); c2.close(); fmt.Println("close", time.Since(t0))
	dir2 := t.TempDir()
	t0 = time.Now()
	c, err = connect([]string{"--path="+dir2}); if err != nil { t.Fatal(err) }
	fmt.Println("reopen other", time.Since(t0)); run("SHOW DATABASES"); c.close()
	t0 = time.Now()
	c, err = connect([]string{"--path="+dir}); if err != nil { t.Fatal(err) }
	fmt.Println("reopen same", time.Since(t0)); run("SHOW DATABASES"); run("SELECT * FROM linli.t")
	_, err = connect([]string{"--path="+dir2}); fmt.Println("other concurrently:", err)
	c.close()
}
