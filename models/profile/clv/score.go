package clv

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/integrate"
	"gonum.org/v1/gonum/stat"
)

// Score says how near expected numbers came.
type Score struct {
	Name        string  `json:"name"`
	MAE         float64 `json:"mae"`
	RMSE        float64 `json:"rmse"`
	Correlation float64 `json:"correlation"` // 0 where all are told the same
	Total       float64 `json:"total"`       // sum of expected over sum of actual
}

func score(name string, expected, actual []float64) Score {
	s := Score{Name: name}
	var told, was float64
	for i, e := range expected {
		d := e - actual[i]
		s.MAE += math.Abs(d)
		s.RMSE += d * d
		told += e
		was += actual[i]
	}
	n := float64(len(actual))
	s.MAE, s.RMSE = s.MAE/n, math.Sqrt(s.RMSE/n)
	if was > 0 {
		s.Total = told / was
	}
	if c := stat.Correlation(expected, actual, nil); !math.IsNaN(c) && !math.IsInf(c, 0) {
		s.Correlation = c
	}
	return s
}

// Call says how well a probability told who would buy.
type Call struct {
	Name    string  `json:"name"`
	AUC     float64 `json:"auc"`
	Brier   float64 `json:"brier"`
	LogLoss float64 `json:"log_loss"`
}

// call scores probabilities; they are kept off 0 and 1 for the log-loss. rank, if not nil, orders the customers for the AUC instead.
func call(name string, p, rank []float64, bought []bool) Call {
	const sure = 1e-3
	c := Call{Name: name}
	for i, v := range p {
		y := 0.0
		if bought[i] {
			y = 1
		}
		c.Brier += (v - y) * (v - y)
		v = math.Min(1-sure, math.Max(sure, v))
		c.LogLoss -= y*math.Log(v) + (1-y)*math.Log(1-v)
	}
	c.Brier /= float64(len(p))
	c.LogLoss /= float64(len(p))
	if rank == nil {
		rank = p
	}
	c.AUC = auc(rank, bought)
	return c
}

// auc is the area under the ROC curve; one half where all are of one kind.
func auc(rank []float64, positive []bool) float64 {
	order := make([]int, len(rank))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rank[a], rank[b]) })
	sorted, classes := make([]float64, len(rank)), make([]bool, len(rank))
	for k, i := range order {
		sorted[k], classes[k] = rank[i], positive[i]
	}
	if !slices.Contains(classes, true) || !slices.Contains(classes, false) {
		return 0.5
	}
	hits, misses, _ := stat.ROC(nil, sorted, classes, nil)
	return integrate.Trapezoidal(misses, hits)
}

// Decile compares what was expected of a tenth of the customers with what came, each a mean per customer.
type Decile struct {
	Customers int     `json:"customers"`
	Expected  float64 `json:"expected"`
	Actual    float64 `json:"actual"`
}

func deciles(expected, actual []float64) []Decile {
	order := make([]int, len(expected))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(expected[a], expected[b]) })
	out := make([]Decile, 10)
	for k, i := range order {
		d := &out[k*10/len(order)]
		d.Customers++
		d.Expected += expected[i]
		d.Actual += actual[i]
	}
	for i := range out {
		if n := float64(out[i].Customers); n > 0 {
			out[i].Expected, out[i].Actual = out[i].Expected/n, out[i].Actual/n
		}
	}
	return out
}

// Lead is by how much the mean absolute error is less than that of another, with its 95 % interval over customers.
type Lead struct {
	Over string  `json:"over"`
	Less float64 `json:"less"` // the other's error less ours: above 0 we are nearer
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

func lead(over string, ours, theirs, actual []float64) Lead {
	d := make([]float64, len(actual))
	for i, y := range actual {
		d[i] = math.Abs(theirs[i]-y) - math.Abs(ours[i]-y)
	}
	mean, sd := stat.MeanStdDev(d, nil)
	half := 1.96 * sd / math.Sqrt(float64(len(d)))
	return Lead{over, mean, mean - half, mean + half}
}
