package gbdt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
)

// magic and version start a saved model; a CRC-32 ends it.
const (
	magic   = "LLGBDT"
	version = 1
)

// Save writes the model in a compact binary form.
func (m *Model) Save(w io.Writer) error {
	e := encoder{}
	e.WriteString(magic)
	e.uint(version)
	e.uint(uint64(m.objective.loss))
	e.float64(m.objective.power)
	e.float64(m.objective.quantile)
	e.float64(m.base)
	e.uint(uint64(len(m.features)))
	for _, f := range m.features {
		e.feature(f)
	}
	e.uint(uint64(len(m.trees)))
	for i := range m.trees {
		e.tree(&m.trees[i])
	}
	sum := crc32.ChecksumIEEE(e.Bytes())
	e.Write(binary.LittleEndian.AppendUint32(nil, sum))
	if _, err := w.Write(e.Bytes()); err != nil {
		return fmt.Errorf("gbdt: save model: %w", err)
	}
	return nil
}

type encoder struct{ bytes.Buffer }

func (e *encoder) uint(v uint64) { e.Write(binary.AppendUvarint(nil, v)) }
func (e *encoder) int(v int64)   { e.Write(binary.AppendVarint(nil, v)) }
func (e *encoder) float32(v float32) {
	e.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(v)))
}
func (e *encoder) float64(v float64) {
	e.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)))
}

func (e *encoder) feature(f *feature) {
	e.uint(uint64(len(f.name)))
	e.WriteString(f.name)
	if !f.category {
		e.WriteByte(0)
		e.uint(uint64(len(f.edges)))
		for _, v := range f.edges {
			e.float32(v)
		}
		return
	}
	e.WriteByte(1)
	e.WriteByte(f.other)
	e.uint(uint64(len(f.codes)))
	for i, c := range f.codes {
		e.int(int64(c))
		e.WriteByte(f.codeBins[i])
	}
}

func (e *encoder) tree(t *tree) {
	e.uint(uint64(len(t.nodes)))
	for i, n := range t.nodes {
		e.uint(uint64(n.feature))
		e.uint(uint64(n.test))
		e.int(int64(n.link[0]))
		e.int(int64(n.link[1]))
		e.float32(t.gains[i])
	}
	e.uint(uint64(len(t.sets)))
	for _, s := range t.sets {
		for _, w := range s {
			e.Write(binary.LittleEndian.AppendUint64(nil, w))
		}
	}
	for _, v := range t.values {
		e.float32(v)
	}
}

// errDamaged is what any impossible content comes to; the checksum finds almost all of it first.
var errDamaged = errors.New("the file is damaged: train or copy the model again")

// Load reads a model that Save wrote.
func Load(r io.Reader) (*Model, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("gbdt: load model: %w", err)
	}
	if len(data) < len(magic) || string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("gbdt: load model: this is not a model file: it does not begin with %q", magic)
	}
	d := decoder{data: data[len(magic):]}
	if v := d.uint(); v != version && !d.bad {
		return nil, fmt.Errorf("gbdt: load model: the file has version %d, this program reads %d: train the model again", v, version)
	}
	if len(data) < len(magic)+5 {
		return nil, fmt.Errorf("gbdt: load model: %w", errDamaged)
	}
	end := len(data) - 4
	if crc32.ChecksumIEEE(data[:end]) != binary.LittleEndian.Uint32(data[end:]) {
		return nil, fmt.Errorf("gbdt: load model: checksum differs: %w", errDamaged)
	}
	d.data = d.data[:len(d.data)-4]
	m := d.model()
	if d.bad || len(d.data) > 0 {
		return nil, fmt.Errorf("gbdt: load model: %w", errDamaged)
	}
	m.prepare()
	return m, nil
}
