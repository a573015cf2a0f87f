package gbdt

import "math"

// objective knows the derivatives and the leaf values of a loss. Poisson is Tweedie of power 1: with score s the loss is
// -y·e^((1-p)s)/(1-p) + e^((2-p)s)/(2-p), the deviance without terms of y alone (Jørgensen 1987).
type objective struct {
	loss     Loss
	power    float64
	quantile float64
}

// maxStep bounds the logarithmic step of a leaf before the learning rate: a leaf without any sale has no finite optimum.
const maxStep = 2

// maxScore keeps e^score inside float32.
const maxScore = 60

// sums are the totals over some rows.
type sums struct {
	gradient  float64 // of absolute values
	hessian   float64
	magnitude float64 // what the gradient is a difference of: tells a vanished gradient from a small one
}

// gradients fills first and second derivatives by score.
func (o *objective) gradients(y, w []float32, score []float64, grad, hess []float32) (s sums) {
	y, score, hess = y[:len(grad)], score[:len(grad)], hess[:len(grad)]
	if w == nil {
		for i := range grad {
			g, h, m := o.derive(float64(y[i]), score[i])
			grad[i], hess[i] = float32(g), float32(h)
			s.gradient += math.Abs(g)
			s.hessian += h
			s.magnitude += m
		}
		return s
	}
	for i := range grad {
		g, h, m := o.derive(float64(y[i]), score[i])
		weight := float64(w[i])
		grad[i], hess[i] = float32(weight*g), float32(weight*h)
		s.gradient += math.Abs(weight * g)
		s.hessian += weight * h
		s.magnitude += weight * m
	}
	return s
}

// derive is the gradient and hessian of one row, and the magnitude of what the gradient is a difference of.
func (o *objective) derive(y, s float64) (g, h, m float64) {
	switch o.loss {
	case L2:
		return s - y, 1, math.Abs(s) + math.Abs(y)
	case Pinball:
		if y < s {
			return 1 - o.quantile, 1, 0
		}
		return -o.quantile, 1, 0
	default:
		s = min(max(s, -maxScore), maxScore)
		b := math.Exp((2 - o.power) * s)
		a := y
		switch {
		case o.power == 1 || y == 0:
		case o.power == 1.5:
			a = y / b
		default:
			a = y * math.Exp((1-o.power)*s)
		}
		return b - a, (o.power-1)*a + (2-o.power)*b, a + b
	}
}

// constantHessian says whether every unweighted row has hessian 1.
func (o objective) constantHessian() bool { return o.loss == L2 || o.loss == Pinball }

// logLink says whether scores are logarithms.
func (o objective) logLink() bool { return o.loss == Poisson || o.loss == Tweedie }

// value is the step that minimises the loss of a leaf with these sums of derivatives plus ridge/2·step². For the
// logarithmic losses the two parts of the gradient follow from its sums, so the minimum is exact and not one Newton
// step, which overshoots where a leaf sold much more than was expected.
func (o objective) value(gradient, hessian, ridge float64) float64 {
	if !o.logLink() {
		if hessian+ridge <= 0 {
			return 0
		}
		return -gradient / (hessian + ridge)
	}
	a := max(hessian-(2-o.power)*gradient, 0) // Σ w·y·e^((1-p)s)
	b := max(hessian+(o.power-1)*gradient, 0) // Σ w·e^((2-p)s)
	if b <= 0 {
		return 0
	}
	step := maxStep * -1.0
	if a > 0 {
		step = min(max(math.Log(a/b), -maxStep), maxStep)
	}
	if ridge == 0 {
		return step
	}
	lo, hi := min(step, 0), max(step, 0) // the ridge pulls towards 0
	for range 60 {
		mid := (lo + hi) / 2
		if b*math.Exp((2-o.power)*mid)-a*math.Exp((1-o.power)*mid)+ridge*mid < 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return (lo + hi) / 2
}

// loss of one row, without terms of y alone.
func (o objective) row(y, s float64) float64 {
	switch o.loss {
	case L2:
		return (s - y) * (s - y)
	case Pinball:
		if y < s {
			return (1 - o.quantile) * (s - y)
		}
		return o.quantile * (y - s)
	default:
		s = min(max(s, -maxScore), maxScore)
		if o.power == 1 {
			return math.Exp(s) - y*s
		}
		return math.Exp((2-o.power)*s)/(2-o.power) - y*math.Exp((1-o.power)*s)/(1-o.power)
	}
}

// mean loss of scored rows, summed block by block so that threads do not change it.
func (o objective) mean(t Target, score []float64, threads int) float64 {
	n := len(score)
	parts := make([][2]float64, (n+rowBlock-1)/rowBlock)
	blocks(n, rowBlock, threads, func(_, lo, hi int) {
		var loss, weight float64
		for i := lo; i < hi; i++ {
			w := t.weight(i)
			loss += w * o.row(float64(t.Y[i]), score[i])
			weight += w
		}
		parts[lo/rowBlock] = [2]float64{loss, weight}
	})
	var loss, weight float64
	for _, p := range parts {
		loss += p[0]
		weight += p[1]
	}
	return loss / weight
}

// output turns a score into a prediction.
func (o objective) output(s float64) float32 {
	if o.logLink() {
		s = math.Exp(min(s, maxScore))
	}
	return float32(s)
}
