package replay

import (
	"strings"

	"github.com/linli-project/linli/ingest/event"
)

// problems counts what is wrong and keeps the first few.
type problems struct {
	first []string
	n     int64
}

func told(problem string) problems { return problems{[]string{problem}, 1} }

func (p *problems) add(problem string) {
	if p.n++; len(p.first) < maxTold {
		p.first = append(p.first, problem)
	}
}

func (p *problems) join(q problems) {
	p.n += q.n
	p.first = append(p.first, q.first[:min(len(q.first), maxTold-len(p.first))]...)
}

// stub stands for what cannot be made into an event: the sink refuses it, and its dead letter shows the text.
func stub(typ event.Type, problem, text string) []byte {
	b := append([]byte(`{"type":"`), typ...)
	b = append(b, '"')
	b = appendText(b, "replay_problem", problem)
	b = appendText(b, "replay_text", text)
	return append(b, '}')
}

// clip keeps a text short enough for a message within a message.
func clip(s string) string {
	if len(s) <= 1000 {
		return s
	}
	return strings.ToValidUTF8(s[:1000], "") + "…"
}
