package words

import "math"

// Change says in words how a figure moved against the period before: 比前期多 12%.
func (p Printer) Change(now, before float64) string {
	if !finite(now) || !finite(before) || before == 0 {
		return p.T("change.none")
	}
	move := now/before - 1
	if math.Abs(move) < 0.0005 {
		return p.T("change.same")
	}
	if move > 0 {
		return p.T("change.more", p.Percent(move))
	}
	return p.T("change.less", p.Percent(-move))
}

// Points says how a share moved, in percentage points.
func (p Printer) Points(now, before float64) string {
	if !finite(now) || !finite(before) {
		return p.T("change.none")
	}
	move := (now - before) * 100
	switch {
	case math.Abs(move) < 0.05:
		return p.T("change.same")
	case move > 0:
		return p.T("points.more", trim(move, 1))
	}
	return p.T("points.less", trim(-move, 1))
}
