package demand

// tasteOrders is the weight of the chain's shares of categories against the store's own, in what the panel counts.
const tasteOrders = 50

// rows is room for the parts of one store, each with one entry per item.
type rows [parts][]float64

func newRows(items int) *rows {
	var r rows
	for k := range r {
		r[k] = make([]float64, items)
	}
	return &r
}

// fill computes the parts of a store; each sums up to 1, or is all 0 where nothing is known for it.
func (o *Origin) fill(s int, to *rows) {
	p := o.p
	for k := range to {
		switch k {
		case chainNew, chainRecent, chainAll:
			copy(to[k], o.chain[k-chainNew])
		case lastYear:
			if o.year != nil {
				copy(to[k], o.year)
			}
		default:
			clear(to[k])
		}
	}
	cats := make([]float64, len(p.Categories))
	for r := p.start[s]; r < p.start[s+1]; r++ {
		i := p.item[r]
		to[ownRecent][i], to[ownAll][i] = float64(o.recent[r]), float64(o.all[r])
		cats[p.Category[i]] += float64(o.all[r])
		if p.borrowed != nil {
			for k, x := range p.borrowed[r*p.Periods : r*p.Periods+o.Period] {
				if x > 0 {
					to[households][i] += float64(x) * decay(longHalf, o.Period-1-k)
				}
			}
		}
	}
	for at, n := range o.alike[s] {
		for r := p.start[n.store]; r < p.start[n.store+1]; r++ {
			if x := n.weight * float64(o.recent[r]); x > 0 {
				to[alikeMany][p.item[r]] += x
				if at < fewAlike {
					to[alikeFew][p.item[r]] += x
				}
			}
		}
	}
	for i, w := range o.within {
		c := p.Category[i]
		to[taste][i] = w * (cats[c] + tasteOrders*o.cats[c])
		to[uniform][i] = 1
	}
	for _, k := range []int{ownRecent, ownAll, alikeFew, alikeMany, taste, households, uniform} {
		scale(to[k])
	}
}
