package operation

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/sql"
)

// Messages are the owners' daily messages of the newest day that has any.
type Messages struct {
	Day    time.Time
	Sent   int
	Others []Message // what did not go out, or not yet; at most listed
	More   int       // and so many more
}

// All says that every message went out.
func (m Messages) All() bool { return len(m.Others) == 0 }

// listed is how many messages that did not go out are named.
const listed = 20

// Message is one daily message for one receiver, with its last try.
type Message struct {
	Day      time.Time `ch:"day"`
	StoreID  string    `ch:"store_id"`
	Store    string    `ch:"store"`
	Channel  string    `ch:"channel"`
	Target   string    `ch:"target"`
	Attempts uint8     `ch:"attempts"`
	Status   string    `ch:"status"`
	Error    string    `ch:"error"`
	RetryAt  time.Time `ch:"retry_at"`
	At       time.Time `ch:"at"`
}

// State names how the message stands, for the words: a failed one is tried again, or is not.
func (m Message) State() string {
	if m.Status == "failed" && m.RetryAt.Unix() > 0 {
		return "retry"
	}
	return m.Status
}

func messages(ctx context.Context, db *sql.DB) (Messages, error) {
	var rows []Message
	if err := db.Select(ctx, &rows, "operation/messages", nil); err != nil {
		return Messages{}, fmt.Errorf("daily messages: %w", err)
	}
	var m Messages
	for _, row := range rows {
		m.Day = row.Day
		switch {
		case row.Status == "sent":
			m.Sent++
		case len(m.Others) < listed:
			m.Others = append(m.Others, row)
		default:
			m.More++
		}
	}
	return m, nil
}

// Unsent is how many did not go out, or not yet.
func (m Messages) Unsent() int { return len(m.Others) + m.More }
