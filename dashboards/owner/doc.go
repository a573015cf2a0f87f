// Package owner is the store owner's morning: one page for a store and a day
// that says what to order, sort and push, what to change in the range, who
// brings neighbours, whether the last advice was right and what became of it,
// and what the day comes to; and the lists behind it. The report for print,
// Excel and chat is made from the same figures.
//
// What people do here is kept beside what is advised and what happened, never
// in their place: another quantity (order_change), a decision on the range
// (suggestion_decision), an order handed out (pickup_check), a text that was sent
// (push_sent, for everybody whom it addressed); each with a line in change_log. Facts come by Kafka alone.
package owner
