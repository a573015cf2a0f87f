package inventory

import "errors"

type Options struct {
	MinService     float64 // lower bound of the service level; 0 means 0.50
	MaxService     float64 // upper bound; 0 means 0.98
	DefaultService float64 // where price or cost is unknown; 0 means 0.80
	Holding        float64 // cost of keeping a unit over a cover period, share of its cost; 0 means 0.005
	Unit           string  // Chinese measure word; "" means 份
}

func OrderSheet(lines []Line, opt Options) ([]Row, error) {
	return nil, errors.New("inventory: not written yet")
}

// CoverOptions ...
type CoverOptions struct {
	Samples     int     // 0 means 2000
	Correlation float64 // between days of one period
	Seed        uint64
}

func Cover(days []Demand, opt CoverOptions) (Demand, error) {
	return Demand{}, errors.New("inventory: not written yet")
}
