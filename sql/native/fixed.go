package native

import (
	"slices"
	"unsafe"
)

// Number is a value of fixed size, stored as its bytes in little-endian order.
type Number interface {
	~uint8 | ~uint16 | ~uint32 | ~uint64 | ~int32 | ~int64
}

// Fixed is a column of values of fixed size: integers, Date (uint16, days), DateTime64 (int64, ticks), Decimal(18, n) (int64).
type Fixed[T Number] struct {
	Values []T
	name   string
}

// NewFixed makes a column of the named type, whose size must be that of T.
func NewFixed[T Number](typeName string) *Fixed[T] { return &Fixed[T]{name: typeName} }

// Append adds a value.
func (c *Fixed[T]) Append(v T) { c.Values = append(c.Values, v) }

// Fill adds the same value until the column has n rows.
func (c *Fixed[T]) Fill(v T, n int) {
	c.Values = slices.Grow(c.Values, max(0, n-len(c.Values)))
	for len(c.Values) < n {
		c.Values = append(c.Values, v)
	}
}

// Type implements Column.
func (c *Fixed[T]) Type() string { return c.name }

// Rows implements Column.
func (c *Fixed[T]) Rows() int { return len(c.Values) }

// Reset implements Column.
func (c *Fixed[T]) Reset() { c.Values = c.Values[:0] }

// Bytes implements Column.
func (c *Fixed[T]) Bytes() int { return len(bytesOf(c.Values)) }

func (c *Fixed[T]) encode(out [][]byte, _ *[]byte) [][]byte { return append(out, bytesOf(c.Values)) }

// bytesOf is the memory of the values. All machines that Linli is built for are little-endian, as the format is.
func bytesOf[T Number](values []T) []byte {
	if len(values) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&values[0])), len(values)*int(unsafe.Sizeof(values[0])))
}

// Array is a column of arrays over a column of their elements.
type Array struct {
	ends  []uint64
	inner Column
}

// NewArray makes a column of arrays; their elements are appended to inner.
func NewArray(inner Column) *Array { return &Array{inner: inner} }

// Close ends the row: what was appended to the inner column since the last Close are its elements.
func (c *Array) Close() { c.ends = append(c.ends, uint64(c.inner.Rows())) }

// Type implements Column.
func (c *Array) Type() string { return "Array(" + c.inner.Type() + ")" }

// Rows implements Column.
func (c *Array) Rows() int { return len(c.ends) }

// Reset implements Column.
func (c *Array) Reset() { c.ends = c.ends[:0]; c.inner.Reset() }

// Bytes implements Column.
func (c *Array) Bytes() int { return 8*len(c.ends) + c.inner.Bytes() }

func (c *Array) encode(out [][]byte, scratch *[]byte) [][]byte {
	return c.inner.encode(append(out, bytesOf(c.ends)), scratch)
}
