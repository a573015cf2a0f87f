// Package owner is the store owner's morning: one page for a store and a day
// that says what to order, sort and push, what to change in the range, whether
// the last advice was right, and what the day comes to; and the four lists
// behind it. The report for print, Excel and chat is made from the same figures.
package owner
