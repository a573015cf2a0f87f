package recommend

import "errors"

type Options struct {
	WindowDays int     // length of the window; 0 means 28
	Top        int     // products per store; 0 means 30
	Drops      int     // drops per store at most; 0 means 5, negative none
	DropBelow  float64 // units in 7 days below which a product is not worth its slot; 0 means 1
	MinOrders  int     // chain orders below which a product new to the store is a test; 0 means 20
	MinStores  int     // stores selling it below which it is a test; 0 means 3
	Unit       string  // Chinese measure word in reasons; "" means 份
}

func Rank(sales Sales, stores Stores, opt Options) ([]Row, error) {
	return nil, errors.New("recommend: not written yet")
}
