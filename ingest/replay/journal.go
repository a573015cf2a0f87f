package replay

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/linli-project/linli/ingest/tabular"
)

// A journal is a small file that says how far the replay of one file has come. It belongs to the file as it is, by size,
// time and both ends of its content, to the way it is read and to the topic: a file that was mended is replayed from its
// beginning.
//
// Reading is taken up some batches before the place that Kafka has acknowledged, and what lies between is not sent: so a
// reader knows the orders just above, as one does that never stopped.
type journal struct {
	path  string
	saved time.Time
	old   []place // where reading may be taken up, the oldest first
}

type place struct {
	Mark  tabular.Mark `json:"mark"`
	Given int64        `json:"given"` // messages before it
}

// entry is what the journal holds.
type entry struct {
	place
	File     string   `json:"file"` // for a person who looks
	Sent     int64    `json:"sent"`
	Refused  int64    `json:"refused"`
	Bytes    int64    `json:"bytes"`
	Found    int64    `json:"found"`
	Problems []string `json:"problems"`
}

const (
	warmUp    = 2 * len(orderReader{}.recent) // messages read again before the place
	saveEvery = time.Second
	endBytes  = 64 << 10
)

// openJournal gives nil where none is to be kept.
func openJournal(s *Source) (*journal, error) {
	if s.resume.Dir == "" {
		return nil, nil
	}
	id, err := identity(s)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(s.resume.Dir, 0o750); err != nil {
		return nil, fmt.Errorf("the folder for the places of replays cannot be made: %w", err)
	}
	return &journal{path: filepath.Join(s.resume.Dir, id+".json")}, nil
}

// identity names the file, the reading and the target.
func identity(s *Source) (string, error) {
	f, err := os.Open(s.path)
	if err != nil {
		return "", fmt.Errorf("%s cannot be read: %w", s.path, err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return "", fmt.Errorf("%s cannot be read: %w", s.path, err)
	}
	zone := ""
	if s.opt.Location != nil {
		zone = s.opt.Location.String()
	}
	h := sha256.New()
	fmt.Fprintf(h, "1 %d %d %s %q %v %s\n", info.Size(), info.ModTime().UnixNano(), s.typ, zone, s.opt.Columns, s.resume.Topic) // fmt sorts maps
	for _, at := range []int64{0, max(0, info.Size()-endBytes)} {
		if _, err := io.Copy(h, io.NewSectionReader(f, at, endBytes)); err != nil {
			return "", fmt.Errorf("%s cannot be read: %w", s.path, err)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:8]), nil
}

// resume takes up the reading where the journal says, and gives what was done before.
func (j *journal) resume(s *Source) (Result, error) {
	e, ok := j.read()
	if s.resume.FromStart || !ok {
		return Result{}, nil
	}
	if err := s.in.seek(e.Mark); err != nil {
		return Result{}, err
	}
	s.given = e.Given
	for s.given < e.Sent {
		if _, _, err := s.Next(); err != nil {
			return Result{}, fmt.Errorf("%s: going on after %d events: %w: replay it with --from-start", s.path, e.Sent, err)
		}
	}
	s.refused, s.found = e.Refused, problems{e.Problems, e.Found}
	j.old = []place{e.place}
	return Result{Sent: e.Sent, Before: e.Sent, Refused: e.Refused, Bytes: e.Bytes, Problems: e.Problems, Found: e.Found}, nil
}

// read gives what the journal holds; where nothing is, or what a power cut tore, a replay from the beginning is never wrong.
func (j *journal) read() (e entry, ok bool) {
	data, err := os.ReadFile(j.path)
	ok = err == nil && json.Unmarshal(data, &e) == nil && e.Sent >= e.Given
	return e, ok
}

// reached notes what is acknowledged; at is where the reading behind it can be taken up.
func (j *journal) reached(s *Source, r Result, at place, ok, now bool) error {
	if ok {
		j.old = append(j.old, at)
	}
	for len(j.old) > 1 && j.old[1].Given+int64(warmUp) <= r.Sent {
		j.old = j.old[1:]
	}
	if len(j.old) == 0 || !now && time.Since(j.saved) < saveEvery {
		return nil
	}
	j.saved = time.Now()
	data, err := json.Marshal(entry{place: j.old[0], File: s.path, Sent: r.Sent, Refused: r.Refused, Bytes: r.Bytes, Found: r.Found, Problems: r.Problems})
	if err != nil {
		return err
	}
	if err := os.WriteFile(j.path+".new", data, 0o600); err != nil {
		return fmt.Errorf("the place of the replay cannot be kept: %w", err)
	}
	return os.Rename(j.path+".new", j.path)
}

// done forgets the place: the file is through.
func (j *journal) done() { _ = os.Remove(j.path) }
