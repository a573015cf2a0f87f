// Package history holds the daily sales of many series, each a product of a store, with what is known of their days: the ground
// that forecasts stand on.
//
// Shapes: a Builder takes Arrow records, one row per store, product and day, in any order, in as many pieces as there are;
// columns by name: store_id, product_id (text or numbers), date (or day), quantity (float64), stockout (the share of selling hours
// without stock, 0 to 1, may be null or absent), any c_* (what a series always is: category, city) and any x_* (numbers known in
// advance for each day: price, promotion, weather). Rows of days to come have no quantity and stockout. Build gives a History:
// per series one value a day, from its first day to the last of all.
//
// The first record says which c_* and x_* there are; later ones may lack them. Dates are dates, instants (their date in the zone of the column, UTC without one) or text
// such as 2026-11-22.
//
// Units: quantities as sold, days since 1970-01-01. Numbers are held as float32: 8 bytes per series and day, and 4 for each x_*.
//
// Mended and counted in Notes: a day without a row, from its series' first to the last of all, had no sales; a negative quantity is 0; a
// day whose quantity is null, NaN, infinite or above 1e15 counts as not seen; a quantity above 20 times the median day with sales of its
// series is taken as that (of a series with fewer than five days with sales: 20 times the largest day that the others have); days
// before the window are left out. An x_* that is null, NaN, infinite or not given for a day is NaN, unknown; a c_* that is null says
// nothing. Days to come may bring series without history, and lack x_* columns.
//
// Errors name the row (of its record, from 0), store, product and day: two rows for one day, a stock-out out of range, a c_* that
// changes within a series, a key that is null or empty, a date before 1900 or after 2199 or 40 years from another, a day to come that
// is not after the history or more than 366 days after it; and the column: one that is missing or of a wrong type.
package history
