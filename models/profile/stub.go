package profile

import "errors"

var errStub = errors.New("profile: not written yet")

type RFMOptions struct {
	ActiveDays int     // at most so many days since the last order: active; 0 means 30
	LostDays   int     // more: lost; 0 means 90
	NewDays    int     // first order at most so long ago: new; 0 means 30
	Prior      float64 // orders that the community's hours weigh; 0 means 20
}

type AffinityOptions struct {
	MinBuyers int      // k; 0 means 20
	Sensitive []string // categories whose single cells need k buyers too
}

type HoursOptions struct {
	Window   int     // hours; 0 means 3
	Prior    float64 // orders that the chain's hours weigh; 0 means 20
	Earliest int     // no push before this hour; 0 means 7
	Latest   int     // window ends by this hour; 0 means 22
}

func RFM(b Buyers, h BuyerHours, opt RFMOptions) ([]UserRow, error) { return nil, errStub }
func Affinity(cells CategoryBuyers, totals CommunityBuyers, opt AffinityOptions) ([]AffinityRow, error) {
	return nil, errStub
}
func Hours(c CommunityHours, opt HoursOptions) ([]PushRow, error) { return nil, errStub }
