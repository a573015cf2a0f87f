package audit

import "context"

// CheckParts is whether ClickHouse could read all parts of its tables when it started.
const CheckParts = "parts"

// parts names what ClickHouse has put aside: why rows are missing, if they are.
func (a *audit) parts(ctx context.Context) error {
	broken, err := a.DB.BrokenParts(ctx)
	if err != nil {
		return err
	}
	c := a.check(CheckParts, "clickhouse")
	c.Text = "none broken"
	if len(broken) > 0 {
		c.Text = count(len(broken), "part") + " put aside at a start, since ClickHouse could not read them; `linli doctor` says what to do"
	}
	for _, p := range broken {
		c.differ("%s/%s", p.Table, p.Name)
	}
	return nil
}
