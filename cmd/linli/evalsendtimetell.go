package main

import (
	"fmt"
	"io"

	"github.com/linli-project/linli/models/profile/sendtime"
)

func (e *evalSendtime) tell(w io.Writer, r sendtime.Report) {
	split := "the last %.0f %% of each user's orders"
	if e.split == "day" {
		split = "the orders of the last days, %.0f %% of all"
	}
	fmt.Fprintf(w, "%s past orders; scored: "+split+", %s of %s users\n", thousands(int64(r.Past)), 100*e.share, thousands(int64(r.Later)), thousands(int64(r.Users)))
	if r.Strange > 0 {
		fmt.Fprintf(w, "%s of them are of users without an earlier order\n", thousands(int64(r.Strange)))
	}
	fmt.Fprintf(w, "chain's best window: %d to %d o'clock\n\n", r.Start, sendtime.Window{Start: r.Start}.End(r.Hours))
	fmt.Fprintf(w, "%-20s %6s  %-13s %7s  %-17s %8s %8s\n", fmt.Sprintf("%d-hour window", r.Hours), "hit", "95 %", "gain", "95 %", "promised", "log-loss")
	for _, m := range r.Methods {
		gain, interval := "", ""
		if m.Name != sendtime.ByChain {
			gain, interval = fmt.Sprintf("%+.4f", m.Gain), fmt.Sprintf("%+.4f..%+.4f", m.GainLow, m.GainHigh)
		}
		fmt.Fprintf(w, "%-20s %6.4f  %.4f..%.4f %7s  %-17s %8.4f %8.4f\n", m.Name, m.Hit, m.Low, m.High, gain, interval, m.Promised, m.LogLoss)
	}
	fmt.Fprintf(w, "\n%-20s %8s %8s %8s %8s %8s\n", "past orders of user", "users", "scored", "chain", "ours", "log-loss")
	for _, s := range r.Slices {
		name := fmt.Sprintf("%d to %d", s.From, s.To)
		if s.To == 0 && s.From > 0 {
			name = fmt.Sprintf("%d and more", s.From)
		} else if s.To == s.From {
			name = fmt.Sprint(s.From)
		}
		fmt.Fprintf(w, "%-20s %8s %8s %8.4f %8.4f %8.4f\n", name, thousands(int64(s.Users)), thousands(int64(s.Orders)), s.Chain, s.Hit, s.LogLoss)
	}
	f := r.Fitting
	if !f.Learnt {
		fmt.Fprintf(w, "\ntoo few later orders in the past (%d) to learn from: parameters as they come\n", f.Orders)
	} else {
		fmt.Fprintf(w, "\nfound on the past, by %s later orders of it (log-loss %.4f there):\n", thousands(int64(f.Orders)), f.LogLoss)
	}
	for _, l := range []struct {
		name  string
		level sendtime.Level
	}{{"group", f.Params.Group}, {"user", f.Params.User}} {
		if l.name == "group" && r.Groups < 2 {
			continue
		}
		fmt.Fprintf(w, "  %-6s concentration %s, tilt %.2g, prior %s orders, other weekday %.2g, other class %.2g, half-life %s days, sharpness %.2g\n", l.name, most(l.level.Concentration),
			l.level.Tilt, most(l.level.Prior), l.level.Class, l.level.Cross, most(l.level.HalfLife), l.level.Sharpness)
	}
}

// most writes a parameter, none for one without end.
func most(v float64) string {
	if v >= sendtime.Forever {
		return "endless"
	}
	return fmt.Sprintf("%g", v)
}
