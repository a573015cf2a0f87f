// Package classic holds the classic forecasts of one daily series: the members that
// a blend is made of and the baselines that it must beat.
//
// Shapes: a series of days without gaps, oldest first, in; the mean of each of the
// next days out. Units: those of the series. A day that is NaN was not seen (sold
// out, missing): it moves the calendar but no estimate, and no demand is invented for
// it. Infinite and negative values count as not seen.
//
// Members, by name:
//
//   - seasonal_naive: the last seen value of the same weekday.
//   - weekday_mean: the mean of the last 4 seen values of the same weekday.
//   - median: of the last 28 days seen.
//   - moving_average: mean of the last 28 days seen.
//   - ets: exponential smoothing with additive errors, the least AICc of no trend or a
//     damped one, no season or a weekly one (Hyndman, Koehler, Ord and Snyder 2008).
//     Initial states have their least-squares values given the smoothing parameters, in
//     which errors are linear, so that at most four numbers are searched for.
//   - theta: the standard theta model, θ = 2 (Assimakopoulos and Nikolopoulos 2000),
//     as smoothing plus half the slope (Hyndman and Billah 2003).
//   - dynamic_theta: θ estimated and the line refitted every day (Fiorucci,
//     Pellegrini, Louzada, Petropoulos and Koehler 2016). Both thetas take a weekly
//     profile out first, shrunk to the level week.
//   - croston: size over interval of demands (Croston 1972), smoothed at 0.1.
//   - sba: croston times 1 - 0.1/2, free of its bias (Syntetos and Boylan 2005).
//   - tsb: size times probability of demand, which falls on days without (Teunter,
//     Syntetos and Babai 2011), both smoothed at 0.1.
//   - negbin: the discounted Gamma-Poisson level (Harvey and Fernandes 1989) under a
//     weekly profile shrunk to the level week; discounts averaged by their likelihood.
//
// Any series has a forecast: never NaN, negative, or above twice the largest day seen.
// Without a seen day, or without a sale, it is 0. Too short for a method, it is the
// mean of what was seen. Nothing is drawn at random and there is no error but ByName's.
package classic
