// Package profile has no code of its own: who the neighbours are is told by the packages below it.
//
//   - customer: recency, frequency and value, rhythm and trend of each user
//   - clv: how likely a user still comes, how often and for how much
//   - community: what communities take to, their prices, hours, cohorts and reach
//   - sendtime: at which hours users and communities order, and when to push
//   - household: what kinds of households a community consists of
package profile
