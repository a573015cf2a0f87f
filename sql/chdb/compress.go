package chdb

import (
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/ClickHouse/ch-go/compress"
	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

// requestBody is the body, unpacked: from its Content-Encoding and then, if
// asked with decompress=1, from ClickHouse's own compressed blocks.
func requestBody(r *http.Request, blocks bool) (io.Reader, error) {
	if r.Body == nil {
		return http.NoBody, nil
	}
	var body io.Reader = r.Body
	var err error
	switch encoding := strings.ToLower(r.Header.Get("Content-Encoding")); encoding {
	case "", "identity":
	case "gzip", "x-gzip":
		body, err = gzip.NewReader(body)
	case "deflate":
		body, err = zlib.NewReader(body)
	case "zstd":
		var dec *zstd.Decoder
		dec, err = zstd.NewReader(body, zstd.WithDecoderConcurrency(1))
		body = dec
	case "lz4":
		body = lz4.NewReader(body)
	case "br":
		body = brotli.NewReader(body)
	default:
		err = fmt.Errorf("unknown Content-Encoding %q", encoding)
	}
	if err != nil {
		return nil, newException("Code: 89. DB::Exception: cannot unpack the body: " + err.Error() + ". (ZLIB_INFLATE_FAILED)")
	}
	if blocks {
		body = blockReader{compress.NewReader(body)}
	}
	return body, nil
}

// blockReader gives a plain io.EOF where the blocks end. An end within a block,
// whose error wraps io.EOF as well, stays an error: the data was cut.
type blockReader struct{ c *compress.Reader }

func (b blockReader) Read(p []byte) (int, error) {
	n, err := b.c.Read(p)
	switch {
	case err == nil || !errors.Is(err, io.EOF):
		return n, err
	case strings.HasSuffix(err.Error(), "header: EOF"):
		return n, io.EOF
	}
	return n, io.ErrUnexpectedEOF
}

// responseBody packs the answer as the request accepts it. Close ends the
// packing, not the connection.
func responseBody(w http.ResponseWriter, r *http.Request, job *job) io.WriteCloser {
	w.Header().Set("Vary", "Accept-Encoding")
	if job.compress {
		method := compress.LZ4
		if job.method == "ZSTD" {
			method = compress.ZSTD
		}
		return &blockWriter{w: w, c: compress.NewWriter(compress.LevelZero, method)}
	}
	for _, offer := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		encoding, quality, _ := strings.Cut(strings.TrimSpace(offer), ";")
		if strings.TrimSpace(quality) == "q=0" {
			continue
		}
		var packed io.WriteCloser
		switch strings.ToLower(encoding) {
		case "gzip":
			packed, _ = gzip.NewWriterLevel(w, gzip.BestSpeed) // the level is valid
		case "zstd":
			packed, _ = zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1)) // options are constant
		case "lz4":
			packed = lz4.NewWriter(w)
		case "br":
			packed = brotli.NewWriterLevel(w, 3)
		case "deflate":
			packed, _ = zlib.NewWriterLevel(w, zlib.BestSpeed) // the level is valid
		default:
			continue
		}
		w.Header().Set("Content-Encoding", strings.ToLower(encoding))
		return packed
	}
	return plainWriter{w}
}

type plainWriter struct{ io.Writer }

func (plainWriter) Close() error { return nil }

// blockWriter writes ClickHouse's compressed blocks.
type blockWriter struct {
	w io.Writer
	c *compress.Writer
}

func (b *blockWriter) Write(p []byte) (int, error) {
	const block = 1 << 20
	for rest := p; len(rest) > 0; {
		n := min(len(rest), block)
		if err := b.c.Compress(rest[:n]); err != nil {
			return 0, err
		}
		if _, err := b.w.Write(b.c.Data); err != nil {
			return 0, err
		}
		rest = rest[n:]
	}
	return len(p), nil
}

func (b *blockWriter) Close() error { return nil }
