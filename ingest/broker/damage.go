package broker

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"
)

// kfake cuts a segment off at the first batch that it cannot read: right for the last batch, which a kill may leave half
// written and which was not acknowledged, but a flipped byte further ahead would take all that was acknowledged behind it.

const (
	batchHead  = 61       // bytes of a record batch before its records
	batchFrame = 12       // offset and length, which the length does not count
	crcFrom    = 21       // the checksum, in front of it, covers the rest
	batchLimit = 64 << 20 // no topic takes so much
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// keepDamaged copies each segment aside of which more than a torn end is to be cut off, and cuts it. kfake would overlook a
// wrong offset, which no checksum covers.
func keepDamaged(dir string, log *slog.Logger) error {
	segments, err := filepath.Glob(filepath.Join(dir, "partitions", "*", "*.dat"))
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, "topics.json")); errors.Is(err, fs.ErrNotExist) && len(segments) > 0 {
		return errors.New("topics.json is missing, though there are messages in partitions") // kfake would begin anew
	}
	for _, path := range segments {
		good, size, torn, err := whole(path)
		if err != nil || torn {
			if err != nil && !errors.Is(err, errIsFolder) { // that one kfake refuses
				return err
			}
			continue
		}
		kept := path + ".damaged-" + time.Now().UTC().Format("20060102T150405")
		if err := copyFile(path, kept); err != nil {
			return fmt.Errorf("%s is damaged at byte %d of %d and cannot be copied aside: %w", path, good, size, err)
		}
		if err := os.Truncate(path, good); err != nil {
			return fmt.Errorf("%s is damaged at byte %d of %d and cannot be cut off: %w", path, good, size, err)
		}
		log.Error("the Kafka log is damaged; its messages from there on are cut off, of which those that were not stored yet are lost: "+
			"run `linli audit`, and send the events of that time again", "file", path, "at", good, "size", size, "kept", kept)
	}
	return nil
}

var errIsFolder = errors.New("is a folder")

// whole reads a segment up to the first batch that is not whole. Torn is one that is whole, or ends within its last batch.
func whole(path string) (good, size int64, torn bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, 0, false, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return 0, 0, false, err
	}
	if info.IsDir() {
		return 0, 0, false, errIsFolder
	}
	size = info.Size()
	next := int64(-1)
	r, head, sum := bufio.NewReaderSize(f, 1<<20), make([]byte, batchHead), crc32.New(castagnoli)
	for good < size {
		if size-good < batchHead {
			return good, size, true, nil
		}
		if _, err := io.ReadFull(r, head); err != nil {
			return good, size, false, err
		}
		length := int64(binary.BigEndian.Uint32(head[8:])) + batchFrame
		offset := int64(binary.BigEndian.Uint64(head))
		if length < batchHead || length > batchLimit || head[16] != 2 || next >= 0 && offset != next {
			return good, size, false, nil
		}
		next = offset + int64(binary.BigEndian.Uint32(head[23:])) + 1
		if good+length > size { // the end is missing, or the length is wrong: then batches follow
			return good, size, length <= 4<<20+batchHead, nil
		}
		sum.Reset()
		_, _ = sum.Write(head[crcFrom:])
		if _, err := io.CopyN(sum, r, length-batchHead); err != nil {
			return good, size, false, err
		}
		if sum.Sum32() != binary.BigEndian.Uint32(head[crcFrom-4:]) {
			return good, size, good+length == size, nil
		}
		good += length
	}
	return good, size, true, nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Close()); err != nil {
		_ = os.Remove(to)
	}
	return err
}
