// Package sendtime says when to push a message: at which hour a user, or the users of a group (a community or a store), will order
// on a given day, and which window of hours holds most of their orders.
//
// Shapes: orders in, one row each (user, group, local day, local half hour), gathered by a [Builder] into a [History]; out come curves,
// the shares of a day's orders in its 24 hours, and windows. Units: days since 1970-01-01, half hours 0 to 47 from local midnight, shares 0
// to 1. Hours are those of the store's clock: where clocks are turned, an order counts at the hour that people saw.
//
// # The estimate
//
// Chain, group, user: each is described by its own orders and by the wider curve behind it,
//
//	p(h | day d) = (sum_j w_j k_d(h | t_j) + A q_d(h)) / (sum_j w_j + A)
//
// over its earlier orders j at time t_j, q_d the wider curve for the weekday of d. This is a kernel estimate of a density on the
// circle (von Mises kernel, Taylor 2008), with a Dirichlet prior of A orders around the wider curve:
//
//	k_d(h | t) ~ exp(K cos(2 pi (h + 1/2 - t) / 24)) chain_d(h)^g
//
// g tilts the kernel to the hours at which people order at all: who ordered at seven in the morning comes rather at eight than at
// six. w_j is 1 for an order on the same weekday, less for another day of the same class (working day, weekend), less again for
// the other class, and halves with every half-life of age. Working days and weekends are Monday to Friday and Saturday to Sunday;
// shifted holidays are not known.
//
// The result may be sharpened by a power, where smoothing and shrinkage have made it too flat.
//
// K, g, A, the weights, the half-life and the power are found by [Fit] for groups and for users by the log-loss of each user's later orders given
// the earlier ones, see there. [Backtest] does this on the past only and scores the rest.
//
// # How sure
//
// The share of a window is a beta variable around the estimate. A user's orders resemble each other, so a group's orders count for less than
// their number: n / (1 + r (sum n_u^2 / sum n_u - 1)), the design effect of cluster sampling (Kish 1965), r the correlation within users.
//
// Errors say what row is wrong. A user or group without an order has no row; with one, it is mostly the wider curve.
package sendtime
