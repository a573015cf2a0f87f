package sql

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"

	"github.com/linli-project/linli/sql/native"
)

// rawDoor is the HTTP interface without the driver, for blocks that are in ClickHouse's own layout already.
type rawDoor struct {
	client *http.Client
	target target
	next   atomic.Uint32 // host that answered last
}

func newRawDoor(t target, transport http.RoundTripper) *rawDoor {
	if transport == nil {
		h := &http.Transport{
			DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
			MaxIdleConnsPerHost: 4, IdleConnTimeout: time.Minute, ResponseHeaderTimeout: time.Hour,
		}
		if t.scheme == "https" {
			h.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
		}
		transport = h
	}
	return &rawDoor{client: &http.Client{Transport: transport}, target: t}
}

// InsertNative writes a block as one part. With a token, a table with a deduplication window stores a block of the same
// token once, so that a try whose outcome is unknown may be repeated. It returns nil only when the rows are stored.
func (db *DB) InsertNative(ctx context.Context, table string, block *native.Block, token string) error {
	if !namePattern.MatchString(table) {
		return fmt.Errorf("insert into %q: not a name of a table", table)
	}
	// A block is stored as one part only if ClickHouse does not cut it.
	settings := url.Values{"async_insert": {"0"}, "min_insert_block_size_rows": {"100000000"}, "min_insert_block_size_bytes": {"10000000000"},
		"max_insert_block_size": {"100000000"}}
	if token != "" {
		settings.Set("insert_deduplicate", "1")
		settings.Set("insert_deduplication_token", token)
	}
	settings.Set("query", "INSERT INTO "+table+" (`"+strings.Join(block.Names(), "`, `")+"`) FORMAT Native")
	defer db.wrote()
	return clean("insert into "+table, db.raw.send(ctx, settings, block.Encode()))
}

// send tries the hosts in turn until one is reached.
func (d *rawDoor) send(ctx context.Context, params url.Values, pieces [][]byte) error {
	params.Set("database", d.target.database)
	var errs []error
	first := d.next.Load()
	for i := range d.target.hosts {
		host := d.target.hosts[(int(first)+i)%len(d.target.hosts)]
		err := d.post(ctx, host, params, pieces)
		var op *net.OpError
		if err != nil && errors.As(err, &op) && op.Op == "dial" { // nothing was sent
			errs = append(errs, err)
			d.next.CompareAndSwap(first, first+uint32(i)+1)
			continue
		}
		return err
	}
	return errors.Join(errs...)
}

func (d *rawDoor) post(ctx context.Context, host string, params url.Values, pieces [][]byte) error {
	readers, size := make([]io.Reader, len(pieces)), int64(0)
	for i, p := range pieces {
		readers[i] = bytes.NewReader(p)
		size += int64(len(p))
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, d.target.scheme+"://"+host+"/?"+params.Encode(), io.MultiReader(readers...))
	if err != nil {
		return err
	}
	req.ContentLength = size
	req.Header.Set("X-ClickHouse-User", d.target.user)
	if d.target.password != "" {
		req.Header.Set("X-ClickHouse-Key", d.target.password)
	}
	resp, err := d.client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return err
	}
	if code := resp.Header.Get("X-ClickHouse-Exception-Code"); code != "" || resp.StatusCode != http.StatusOK {
		n, _ := strconv.ParseInt(code, 10, 32)
		return &clickhouse.Exception{Code: int32(n), Message: strings.TrimSpace(string(text))}
	}
	return nil
}
