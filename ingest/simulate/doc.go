// Package simulate is a small city whose truth is known: stores, the communities around them, the households that live
// there, and everything that they look at, pass on, order, fetch and send back. It feeds demos, load tests and the checks
// of the models, which must find in the events what the simulator put into them.
//
// # The story
//
// A store serves a few communities. Each has its own mixture of five kinds of households (young singles, families with a
// baby, families with school children, elders, shared flats), and a taste of its own. One member of about a third of the
// households uses the mini-program. Most were customers before the first day, some join while it runs, some only when a
// neighbour's share brings them. The last store opens in the middle of the window, a few products start there.
//
// Customers book fresh and heavy goods until the store's cutoff and fetch them the next day (presale); everyday goods are
// sold from stock the same day and can run out; community services are booked like presale. Campaigns (开团) cut the price of
// a product for one to three days, some need enough buyers, or all their orders are cancelled. Owners reorder by a rule of
// thumb that learns from sales, so some shelves are empty by evening and some lettuce is thrown away.
//
// # The formulas
//
// A user u comes to buy on day d with probability 1 - exp(-rate_u · mood), rate_u ~ Gamma(bgR, bgAlpha) times the kind's
// zeal, mood = weekday of the kind × festival × slow noise of the store × growth; after a visit with an order that was paid,
// u drops out with probability dropout_u ~ Beta(bgA, bgB): the story of BG/NBD, by days. The visit's hour is u's habit (70 %, within two
// hours) or that of the kind; hours just before the cutoff draw more, those after it less.
//
// A visit's basket holds Poisson many lines of product p with mean
//
//	scale_u · lines · popularity_p · need(kind, category) · taste(community, category) · season_p(d) · uplift · (common + favoured · [p is a favourite of u])
//
// over the store's range, season_p = exp(.18 sin(2πd/period_p + phase_p)) × festival treats, and in a campaign
// uplift = display · (price / list price) ^ -(elasticity of the category × the kind's weight of price).
// Lines are 1 to 3 units. Each pickup day and campaign of a basket is one order. 3.5 % of the orders stay unpaid, 2 % are
// withdrawn, 0.6 % of presale deliveries fail (refunded before pickup), 0.4 % of bookings are never fetched, and a share of
// the lines, by category, is refunded after pickup. Lines refunded before pickup never left the store.
//
// Members share with rates of a heavy tail: two leaders and four KOCs in each community do most of it. A share reaches
// reach_l neighbours; each comes with probability pull_l who would not have come else, takes the shared product with
// probability .28 and some more, and passes the share on with probability .13 (parent_share_id). Recipients who come of
// their own accord later that day come through the share with probability claim_l: last touch counts these orders for the sharer,
// the truth does not. Some leaders write to the best customers: flattered by last touch, of little effect.
//
// # What is left out
//
// No weather, no substitution of goods that are out, no shrinkage between counts, no fraud, no catchment beyond the store's
// own communities; a price moves demand only through campaigns; channels do not differ in effect; a campaign starts at
// midnight; truth counts on all groups reaching their size (few fail).
//
// # How it stays the same
//
// Every draw comes from a PCG stream named by seed, purpose, day and store, never from the clock or the order of a map.
// Stock, bookings and dropped-out users carry over from day to day, so days are made in turn; see World.Day. Within a day
// the stores work side by side, and their events are merged by time, then store: the same bytes on any number of cores.
//
// # For load tests
//
// Stream gives any number of events of a world sized for it, in memory that does not grow with them: some days of at most
// 48 stores, orders that are open, and late events that wait for their turn. Totals says what a receiver must hold in the
// end. Spoil repeats, delays and breaks a share of the messages, and counts what it did. Package scenario sends them.
package simulate
