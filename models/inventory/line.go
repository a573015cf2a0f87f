package inventory

import "time"

// Demand is what will be asked for over some days: mean and quantiles in units.
type Demand struct {
	Mean, Q05, Q10, Q25, Q50, Q75, Q90, Q95 float64
}

// Batch is stock of one age.
type Batch struct {
	Units    float64
	DaysLeft int // days it can still be sold, the first included; 0: age unknown
}

// Arrival is a delivery under way. It is there in the morning of its day.
type Arrival struct {
	Day      int // counted from the first day, which is 0
	Units    float64
	DaysLeft int // days it can be sold on arrival, that day included; 0: fresh
}

// Weekdays is a set of them: bit 0 is Sunday, bit 6 Saturday. 0 is every day.
type Weekdays uint8

// On makes a set of weekdays.
func On(days ...time.Weekday) Weekdays {
	var w Weekdays
	for _, d := range days {
		w |= 1 << d
	}
	return w
}

// Has tells whether a day of the week belongs to the set.
func (w Weekdays) Has(d time.Weekday) bool { return w == 0 || w>>d&1 == 1 }

// Line is what is known about one product in one store when ordering. Its first
// day is the one in whose morning the stock is as given; the order made now comes
// in the morning of the first delivery day that is LeadDays or more after it.
type Line struct {
	StoreID   string
	ProductID string

	Demand Demand    // total over the cover period, booked units included; not read where Daily is given
	Daily  []Demand  // of each day from the first; days beyond repeat the last week, or the last day of a shorter list
	Usual  float64   // what such a period usually asks for, for the reason; 0 unknown
	Start  time.Time // the first day; zero unknown
	Days   int       // length of the cover period, until the next delivery; 0: from Delivers, else 1

	LeadDays int      // days from the first until the order can be there; 0: it comes in the first morning
	Delivers Weekdays // on which the supplier delivers; 0: every Days days. Days is not read if it is given

	Booked      float64   // presale units known for the cover period; not read where BookedDaily is given
	BookedDaily []float64 // of each day from the first
	OnHand      float64   // units on hand of unknown age; not read where Stock is given
	Stock       []Batch   // on hand by age
	OnOrder     float64   // under way, there on the first morning; not read where Arrivals is given
	Arrivals    []Arrival

	PackSize      float64 // units per pack; 0 means 1
	MinOrder      float64 // units; an order is 0 or at least this
	ShelfLifeDays int     // days a fresh unit can be sold, that of its arrival included; 0 unknown, taken as the cover period
	PickFresh     float64 // share of customers who take the freshest (LIFO), 0..1; the others take the oldest (FIFO)

	PriceFen   int64
	CostFen    int64   // per unit; 0 unknown
	SalvageFen int64   // per unit left over
	Service    float64 // service level to aim at instead of the least cost; 0: Options.Service
}
