package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"
)

// progress tells a person what goes on: one line per step, redrawn in place on a terminal.
type progress struct {
	out      io.Writer
	terminal bool
	step     string
	started  time.Time
	drawn    time.Time
	width    int
}

func newProgress(out io.Writer) *progress {
	p := &progress{out: out}
	if f, ok := out.(*os.File); ok {
		if info, err := f.Stat(); err == nil {
			p.terminal = info.Mode()&os.ModeCharDevice != 0
		}
	}
	return p
}

// begin names a step.
func (p *progress) begin(step string) {
	p.step, p.started, p.drawn = step, time.Now(), time.Time{}
	if p.terminal {
		p.draw("…")
	}
}

// at redraws the step with how far it is; off a terminal it prints now and then.
func (p *progress) at(format string, args ...any) {
	every := 100 * time.Millisecond
	if !p.terminal {
		every = 5 * time.Second
		if p.drawn.IsZero() {
			p.drawn = p.started
		}
	}
	if time.Since(p.drawn) < every {
		return
	}
	p.drawn = time.Now()
	p.draw(fmt.Sprintf(format, args...))
	if !p.terminal {
		fmt.Fprintln(p.out)
	}
}

// end closes the step's line with its result.
func (p *progress) end(format string, args ...any) {
	took := time.Since(p.started)
	text := fmt.Sprintf(format, args...)
	if took >= 100*time.Millisecond {
		text += fmt.Sprintf("  (%.1f s)", took.Seconds())
	}
	p.draw(text)
	fmt.Fprintln(p.out)
	p.width = 0
}

func (p *progress) draw(text string) {
	line := fmt.Sprintf("  %-22s %s", p.step, text)
	if p.terminal {
		width := utf8.RuneCountInString(line)
		fmt.Fprint(p.out, "\r", line, strings.Repeat(" ", max(0, p.width-width)))
		p.width = width
		return
	}
	fmt.Fprint(p.out, line)
}

// thousands writes 1234567 as 1,234,567.
func thousands[T ~int | ~int64 | ~uint64](n T) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
