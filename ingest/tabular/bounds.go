package tabular

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/klauspost/compress/zstd"
)

// What a Parquet file says about its own sizes is taken with care: a few bytes can announce gigabytes, and a page of zeros
// unpacks to a thousand times its size.
const (
	maxFooter = 16 << 20 // bytes of the description of columns and row groups
	maxPiece  = 64 << 20 // one page, or one column of a batch of rows; less where there are many columns
	minPiece  = 2 << 20
	maxHeld   = 1 << 30 // all of them at a time
)

var errTooMuch = fmt.Errorf("a page, or a column of %d rows, takes more than", batchRows)

// bounded is an allocator that panics, which the reader turns into an error, where a file asks for too much.
type bounded struct {
	memory.Allocator
	held  atomic.Int64
	piece int
}

func newBounded() *bounded { return &bounded{Allocator: memory.DefaultAllocator, piece: maxPiece} }

// share sets the bound of a piece so that one of each column fits.
func (b *bounded) share(columns int) { b.piece = max(minPiece, min(maxPiece, maxHeld/max(1, columns))) }

func (b *bounded) take(more, size int) {
	if b.held.Add(int64(more)) > maxHeld || size > b.piece {
		b.held.Add(int64(-more))
		panic(fmt.Errorf("%w %d MiB: write the file with smaller pages, or as CSV", errTooMuch, b.piece>>20))
	}
}

func (b *bounded) Allocate(size int) []byte {
	b.take(size, size)
	return b.Allocator.Allocate(size)
}

func (b *bounded) Reallocate(size int, p []byte) []byte {
	b.take(size-len(p), size)
	return b.Allocator.Reallocate(size, p)
}

func (b *bounded) Free(p []byte) {
	b.held.Add(int64(-len(p)))
	b.Allocator.Free(p)
}

// careful unpacks a page into the room that it named, which the allocator has granted by then, and no further.
type careful struct {
	compress.Codec
	typ compress.Compression
}

var unzstd, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxPiece), zstd.WithDecodeAllCapLimit(true))

var errLonger = errors.New("a page is longer than it says")

func (c careful) Decode(dst, src []byte) []byte {
	if len(dst) == 0 { // the library would take it for leave to unpack everything
		return dst
	}
	switch c.typ {
	case compress.Codecs.Zstd:
		out, err := unzstd.DecodeAll(src, dst[:0:len(dst)])
		if err != nil {
			panic(err)
		}
		return out
	case compress.Codecs.Snappy: // its first number is the length
		if n, size := binary.Uvarint(src); size <= 0 || n > uint64(len(dst)) {
			panic(errLonger)
		}
	}
	return c.Codec.Decode(dst, src)
}

func init() {
	for _, typ := range []compress.Compression{compress.Codecs.Zstd, compress.Codecs.Snappy, compress.Codecs.Brotli, compress.Codecs.Gzip} {
		if codec, err := compress.GetCodec(typ); err == nil {
			compress.RegisterCodec(typ, careful{codec, typ})
		}
	}
}
