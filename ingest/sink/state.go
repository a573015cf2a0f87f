package sink

import (
	"log/slog"
	"sync"
	"time"

	"github.com/linli-project/linli/ingest/topic"
)

// state is what the outside is told: whether this process does its part, and once when that changes.
type state struct {
	log *slog.Logger

	mu      sync.Mutex
	joined  bool            // Kafka has told which partitions are ours
	failing map[string]bool // topics whose messages cannot be stored
	away    time.Time       // since when Kafka has not let us join; zero if it has
	told    time.Time
}

// ready is true when every topic that has partitions here is stored: one that is well says nothing about the others.
func (s *state) ready() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.joined && len(s.failing) == 0
}

func (s *state) fails(topic string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failing == nil {
		s.failing = map[string]bool{}
	}
	s.failing[topic] = true
}

func (s *state) works(topic string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.failing, topic)
}

// retold is how often a Kafka that stays away is told again.
const retold = 5 * time.Minute

// left notes that the group could not be joined.
func (s *state) left(group string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.joined = false
	if s.away.IsZero() {
		s.away = now
	}
	if now.Sub(s.told) > retold {
		s.told = now
		s.log.Warn("kafka group not joined, trying again; nothing is lost", "group", group, "for", now.Sub(s.away).Round(time.Second), "err", topic.Advise(err))
	}
}

// entered notes that Kafka has given us partitions, or none; those that we had before are no longer our concern.
func (s *state) entered(group string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.away.IsZero() {
		s.log.Info("kafka group joined again", "group", group, "waited", time.Since(s.away).Round(time.Millisecond))
	}
	s.joined, s.away, s.told, s.failing = true, time.Time{}, time.Time{}, nil
}
