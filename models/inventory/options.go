package inventory

import "fmt"

// Options of an order sheet. The correlation is that of FreshRetailNet: errors of a
// four-week mean by weekday, seven days ahead, 8,000 series, three origins, gave .21,
// .22 and .25, the same for neighbouring days as for distant ones.
type Options struct {
	MinService     float64           // lower bound of the service level; 0 means 0.50
	MaxService     float64           // upper bound; 0 means 0.98
	DefaultService float64           // where price or cost is unknown; 0 means 0.80
	DefaultMargin  float64           // share of the price, for the fen figures where cost is unknown; 0 means 0.25
	Service        float64           // aimed at for every line, whatever the costs; 0: the least cost decides
	Holding        float64           // keeping a unit over a cover period, share of its cost; 0 means 0.005
	Correlation    float64           // of demand between days, given the forecast; 0 means 0.2, below 0 none
	Paths          int               // of demand that are played through; 0 means 300
	Seed           uint64            // of the paths
	Unit           string            // Chinese measure word of the reasons; "" means 份
	UnitOf         map[string]string // by product, where another measure word fits better
}

func (o Options) filled() (Options, error) {
	if o.Correlation == 0 {
		o.Correlation = 0.2
	}
	if o.Correlation = max(0, o.Correlation); !(o.Correlation <= 1) {
		return o, fmt.Errorf("inventory: option Correlation is %v; it must not be above 1", o.Correlation)
	}
	if o.Paths == 0 {
		o.Paths = 300
	}
	if o.Paths < 20 || o.Paths > 100_000 {
		return o, fmt.Errorf("inventory: option Paths is %d; it must be from 20 to 100000", o.Paths)
	}
	if !(o.Service >= 0 && o.Service < 1) {
		return o, fmt.Errorf("inventory: option Service is %v; it must be between 0 and 1", o.Service)
	}
	for _, f := range []struct {
		v     *float64
		plain float64
		name  string
	}{
		{&o.MinService, 0.50, "MinService"}, {&o.MaxService, 0.98, "MaxService"}, {&o.DefaultService, 0.80, "DefaultService"},
		{&o.DefaultMargin, 0.25, "DefaultMargin"}, {&o.Holding, 0.005, "Holding"},
	} {
		if *f.v == 0 {
			*f.v = f.plain
		}
		if !(*f.v > 0 && *f.v < 1) {
			return o, fmt.Errorf("inventory: option %s is %v; it must be between 0 and 1", f.name, *f.v)
		}
	}
	if o.MinService > o.MaxService {
		return o, fmt.Errorf("inventory: MinService %v is above MaxService %v; swap them", o.MinService, o.MaxService)
	}
	if o.Unit == "" {
		o.Unit = "份"
	}
	return o, nil
}

// unit is the product's measure word.
func (o *Options) unit(product string) string {
	if u := o.UnitOf[product]; u != "" {
		return u
	}
	return o.Unit
}
