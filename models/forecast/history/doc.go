// Package history holds the daily sales of many series, each a product of a store, with what is known of their days: the ground
// that forecasts stand on.
//
// Shapes: a Builder takes Arrow records, one row per store, product and day, in any order, in as many pieces as there are;
// columns by name: store_id, product_id (text or numbers), date (or day), quantity (float64), stockout (the share of selling hours
// without stock, 0 to 1, may be null or absent), any c_* (what a series always is: category, city) and any x_* (numbers known in
// advance for each day: price, promotion, weather). Rows of days to come have no quantity and stockout. Build gives a History:
// per series one value a day, from its first day to the last of all.
//
// Units: quantities as sold, days since 1970-01-01. Numbers are held as float32: 8 bytes per series and day, and 4 for each x_*.
//
// Mended and counted in Notes: a day without a row had no sales; a null, negative or infinite quantity is 0 or left out; one above 20
// times the median day with sales of its series is taken as that; days before the window are left out. An x_* that is
// null or not given for a day is NaN, unknown.
//
// Errors name the row, store, product and day: two rows for one day, a stock-out out of range, a c_* that changes within a series,
// a column that is missing or of a wrong type.
package history
