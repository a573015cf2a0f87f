package basket

// Place is where a user shops: how often the baskets of the people around hold each item.
type Place struct {
	From    int32     // first day that was counted
	Baskets float32   // of the community
	Holding []float32 // those of them with each item
	Prior   []float32 // share of baskets with each item where nothing is known of the community: its store's, shrunk to the chain's
}

// pull is how many baskets the prior counts as.
const pull = 50

// share is how often a basket here holds an item, a user's own ones left out.
func (p *Place) share(i int32, own, ownBaskets float32) float32 {
	return (max(p.Holding[i]-own, 0) + pull*p.Prior[i]) / (max(p.Baskets-ownBaskets, 0) + pull)
}
