package main

import (
	"fmt"
	"io"
	"math"

	"github.com/linli-project/linli/models/profile/clv"
)

func tellCLV(w io.Writer, report clvReport) {
	if s := report.Summary; s != nil {
		fmt.Fprintf(w, "%s customers, of whom %s bought again\n", thousands(s.Customers), thousands(int64(s.Fits[0].Returned)))
		for _, f := range s.Fits {
			tellPurchases(w, f)
		}
		if s.Value != nil {
			tellValue(w, *s.Value)
		}
		fmt.Fprintf(w, "\n%-20s", "repeat purchases")
		for n := range s.Actual {
			name := fmt.Sprint(n)
			if n == len(s.Actual)-1 {
				name += "+"
			}
			fmt.Fprintf(w, " %8s", name)
		}
		tellRow(w, "customers", s.Actual)
		tellRow(w, "BG/NBD expects", s.Expected)
		tellRow(w, "MBG/NBD expects", s.ExpectedMBG)
		fmt.Fprintln(w)
	}
	if o := report.Holdout; o != nil {
		if report.Summary != nil {
			fmt.Fprintln(w)
		}
		tellHoldout(w, o)
	}
	fmt.Fprintf(w, "\nfitted in %.2f s\n", report.Seconds)
}

func tellRow(w io.Writer, name string, values []float64) {
	fmt.Fprintf(w, "\n%-20s", name)
	for _, v := range values {
		fmt.Fprintf(w, " %8.0f", v)
	}
}

func tellPurchases(w io.Writer, f clv.Fit) {
	fmt.Fprintf(w, "%-12s", f.Name())
	for i, p := range []struct {
		name  string
		value float64
	}{{"r", f.R}, {"alpha", f.Alpha}, {"a", f.A}, {"b", f.B}} {
		fmt.Fprintf(w, " %s %.3f%s", p.name, p.value, plusMinus(f.Errors[i]))
	}
	fmt.Fprintf(w, "  log-likelihood %.1f", f.LogLikelihood)
	if f.Prior {
		fmt.Fprint(w, "  (few customers: a weak prior took part)")
	}
	fmt.Fprintln(w)
}

func tellValue(w io.Writer, v clv.ValueFit) {
	fmt.Fprintf(w, "%-12s", "Gamma-Gamma")
	for i, p := range []struct {
		name  string
		value float64
	}{{"p", v.P}, {"q", v.Q}, {"v", v.V}} {
		fmt.Fprintf(w, " %s %.2f%s", p.name, p.value, plusMinus(v.Errors[i]))
	}
	fmt.Fprintf(w, "  mean value %.2f  log-likelihood %.1f  of %s customers", v.Mean(), v.LogLikelihood, thousands(int64(v.Customers)))
	if v.Prior {
		fmt.Fprint(w, "  (few customers: a weak prior took part)")
	}
	fmt.Fprintln(w)
}

func plusMinus(e float64) string {
	if math.IsNaN(e) {
		return " (±?)"
	}
	return fmt.Sprintf(" (±%.3f)", e)
}

func tellHoldout(w io.Writer, o *clv.Holdout) {
	fmt.Fprintf(w, "%s customers of the first %.1f weeks; in the %.1f weeks after them %s bought (%s first came later and are not scored)\n",
		thousands(o.Customers), o.Calibration, o.Weeks, thousands(o.Bought), thousands(o.Late))
	for _, f := range o.Fits {
		tellPurchases(w, f)
	}
	tellValue(w, o.Value)
	scores := func(title string, list []clv.Score) {
		fmt.Fprintf(w, "\n%-26s %9s %9s %9s %7s\n", title, "MAE", "RMSE", "corr.", "total")
		for _, s := range list {
			fmt.Fprintf(w, "%-26s %9.3f %9.3f %9.3f %7.3f\n", s.Name, s.MAE, s.RMSE, s.Correlation, s.Total)
		}
	}
	scores("purchases", o.Purchases)
	for _, l := range o.Leads {
		fmt.Fprintf(w, "  MAE less than that of %s by %+.3f (95%% %+.3f to %+.3f)\n", l.Over, l.Less, l.Low, l.High)
	}
	fmt.Fprintf(w, "\n%-26s %9s %9s %9s\n", "who buys", "AUC", "Brier", "log-loss")
	for _, c := range o.Calls {
		fmt.Fprintf(w, "%-26s %9.3f %9.3f %9.3f\n", c.Name, c.AUC, c.Brier, c.LogLoss)
	}
	fmt.Fprintf(w, "  the recency rule takes %.0f weeks without a purchase for gone, found on the first part\n", o.Hiatus)
	scores("money", o.Spend)
	scores("value of a purchase", o.PerPurchase)
	fmt.Fprintf(w, "\n%-12s %10s %10s %10s\n", "tenth", "customers", "expected", "actual")
	for i, d := range o.Deciles {
		fmt.Fprintf(w, "%-12d %10d %10.2f %10.2f\n", i+1, d.Customers, d.Expected, d.Actual)
	}
	fmt.Fprintf(w, "\n%-12s %10s %10s %10s\n", "to week", "expected", "actual", "ratio")
	for _, t := range o.Tracking {
		ratio := "-"
		if t.Actual > 0 {
			ratio = fmt.Sprintf("%.3f", t.Expected/t.Actual)
		}
		mark := ""
		if t.Week > o.Calibration {
			mark = "  foretold"
		}
		fmt.Fprintf(w, "%-12.1f %10.0f %10.0f %10s%s\n", t.Week, t.Expected, t.Actual, ratio, mark)
	}
}
