package booking

import "math"

// Model is what the past says about bookings. It is not changed by use.
type Model struct {
	leads      []float64
	cutoff     float64
	curves     *curves // nil without history
	trust      trust
	steadiness byLead             // the strength c of the beta-binomial shares
	retained   byLead             // share of the units booked that is taken in the end
	lots       map[string]float64 // by category
	whole      map[string]bool    // by category: sold by the piece
}

// Learn fits booking curves, the trust in base forecasts and the steadiness of
// bookings to the past. A history without rows gives the model that knows nothing.
func Learn(h History) (Model, error) {
	if err := h.check(); err != nil {
		return Model{}, err
	}
	rows := h.rows()
	m := Model{leads: h.Leads, cutoff: h.Cutoff, whole: h.wholes(), lots: h.lots()}
	for _, most := range []int{someRows, mostRows} { // the second time knowing how steady bookings are
		sums := pool(rows, len(h.Leads))
		var err error
		if m.curves, err = learnCurves(sums, len(h.Leads)); err != nil {
			return Model{}, err
		}
		if m.curves == nil {
			break
		}
		for _, sum := range sums {
			m.curves.shares(sum.kind, sum.share)
		}
		for i := range rows {
			rows[i].share = sums[rows[i].at].share
		}
		m.estimateLots(rows)
		m.steadiness = m.fitSteadiness(rows, most)
		for i := range rows {
			r := &rows[i]
			n, c := r.total/m.lots[r.category], middle(m.steadiness.of(r.category))
			r.weight = (c + 1) / (c + n) / m.lots[r.category]
		}
	}
	m.trust = m.fitTrust(rows)
	m.retained = retained(h)
	return m, nil
}

// estimateLots fills in the lots that nobody told.
func (m *Model) estimateLots(rows []past) {
	for name, part := range byCategory(rows) {
		if _, told := m.lots[name]; !told {
			m.lots[name] = lot(part)
		}
		if m.whole[name] {
			m.lots[name] = math.Max(m.lots[name], 1)
		}
	}
}

// wholes tells which categories are sold by the piece.
func (h History) wholes() map[string]bool {
	whole := make(map[string]bool)
	for i, total := range h.Total {
		name := text(h.Category, i)
		if _, seen := whole[name]; !seen {
			whole[name] = true
		}
		if total != math.Trunc(total) {
			whole[name] = false
		}
	}
	return whole
}

// lots is the mean lot of each category that the history tells, weighted by units.
func (h History) lots() map[string]float64 {
	sum, units := make(map[string]float64), make(map[string]float64)
	for i, total := range h.Total {
		if size := optional(h.Lot, i); size > 0 && total > 0 {
			sum[text(h.Category, i)] += size * total
			units[text(h.Category, i)] += total
		}
	}
	for name := range sum {
		sum[name] /= units[name]
	}
	return sum
}

// retainedUnits is how many units of the chain weigh on a category's share kept.
const retainedUnits = 200

// retained is the share of booked units that are taken in the end, by lead, that of
// a category shrunk to the chain's.
func retained(h History) byLead {
	type sum struct{ booked, kept []float64 }
	sums := make(map[string]sum)
	all := sum{make([]float64, len(h.Leads)), make([]float64, len(h.Leads))}
	for i := range h.Total {
		name := text(h.Category, i)
		s, ok := sums[name]
		if !ok {
			s = sum{make([]float64, len(h.Leads)), make([]float64, len(h.Leads))}
			sums[name] = s
		}
		for j := range h.Leads {
			for _, to := range []sum{all, s} {
				to.booked[j] += h.Booked[j][i]
				to.kept[j] += h.kept(j, i)
			}
		}
	}
	r := byLead{chain: make([]float64, len(h.Leads)), category: make(map[string][]float64)}
	for j := range r.chain {
		r.chain[j] = math.Min((all.kept[j]+1)/(all.booked[j]+1), 1)
	}
	for name, s := range sums {
		share := make([]float64, len(h.Leads))
		for j := range share {
			share[j] = math.Min((s.kept[j]+retainedUnits*r.chain[j])/(s.booked[j]+retainedUnits), 1)
		}
		r.category[name] = share
	}
	return r
}

func middle(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += math.Log(v)
	}
	return math.Exp(sum / float64(len(x)))
}
