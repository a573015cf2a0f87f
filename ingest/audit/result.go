package audit

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Verdict is what a check found.
type Verdict string

// The verdicts.
const (
	Exact     Verdict = "exact"
	Different Verdict = "DIFFERENT"
	Open      Verdict = "not checked" // there was nothing to compare with
)

// Names of the checks.
const (
	CheckKafka       = "kafka"        // Kafka's offsets against the ledger's
	CheckLedger      = "ledger"       // consumed = stored + duplicate + rejected; the blocks follow one another
	CheckRows        = "raw rows"     // stored against the rows of the raw table, block by block
	CheckDeadLetters = "dead letters" // rejected against the dead letters, block by block
	CheckIDs         = "event ids"    // each event_id at one place
	CheckOrders      = "orders"       // fact_order_line against a fold of the order events
	CheckClicks      = "clicks"       // fact_click against the click events
	CheckShares      = "shares"       // fact_share against the share events
	CheckStores      = "stores"       // fact_store against fact_order_line
	CheckDemand      = "demand"       // fact_demand against fact_order_line
	CheckBoard       = "board"        // what the board adds up against fact_order_line
)

// Check is one comparison.
type Check struct {
	Name        string           `json:"check"`
	Where       string           `json:"where"` // topic/partition, topic or days
	Verdict     Verdict          `json:"verdict"`
	Text        string           `json:"text"` // the figures in words
	Figures     map[string]int64 `json:"figures"`
	Differences []string         `json:"differences,omitempty"`
	Remarks     []string         `json:"remarks,omitempty"` // what is no difference but worth knowing
	partition   int32            // to which the check belongs
	left        int              // differences that are not named
}

// Result is what an audit found.
type Result struct {
	Exact       bool     `json:"exact"`
	Differences int      `json:"differences"` // checks that found one or more
	Checks      []*Check `json:"checks"`
}

// named is how many differences a check names; the rest is counted.
const named = 20

func (c *Check) differ(format string, args ...any) {
	c.Verdict = Different
	if len(c.Differences) == named {
		c.left++
		return
	}
	c.Differences = append(c.Differences, fmt.Sprintf(format, args...))
}

// more counts differences that were found and not kept.
func (c *Check) more(n int) {
	if n > 0 {
		c.Verdict = Different
		c.left += n
	}
}

func (c *Check) remark(format string, args ...any) {
	c.Remarks = append(c.Remarks, fmt.Sprintf(format, args...))
}

func newResult(checks []*Check) Result {
	r := Result{Checks: checks}
	for _, c := range checks {
		if c.left > 0 {
			c.Differences = append(c.Differences, fmt.Sprintf("and %s more", number(c.left)))
		}
		if c.Verdict == Different {
			r.Differences++
		}
	}
	r.Exact = r.Differences == 0
	return r
}

// Summary is the result in one line.
func (r Result) Summary() string {
	switch r.Differences {
	case 0:
		return "audit: exact"
	case 1:
		return "audit: 1 difference"
	}
	return fmt.Sprintf("audit: %d differences", r.Differences)
}

// WriteText writes a line per check, below it what differs, and the summary as the last line.
func (r Result) WriteText(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	for _, c := range r.Checks {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", c.Where, c.Name, c.Verdict, c.Text)
		for _, d := range c.Differences {
			fmt.Fprintf(w, "\t\t\t  ✗ %s\n", d)
		}
		for _, m := range c.Remarks {
			fmt.Fprintf(w, "\t\t\t  · %s\n", m)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(out, "\n"+r.Summary())
	return err
}

// number writes 1234567 as 1,234,567.
func number[T ~int | ~int64 | ~uint64](n T) string {
	s := fmt.Sprint(n)
	digits := strings.TrimPrefix(s, "-")
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return s[:len(s)-len(strings.TrimPrefix(s, "-"))] + digits
}

// count writes "1 row" and "2 rows".
func count[T ~int | ~int64 | ~uint64](n T, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + one + "s"
}
