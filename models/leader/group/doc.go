// Package group looks at group purchases (拼团): which launches succeed, whom to invite, and at which size to start.
//
// # Size
//
// Advise, from past launches of stores: see there.
//
// # Success and invitations
//
// Evaluate learns from groups without dates: initiator, item, who joined; and launches that nobody joined. It tells of launches by
// people it has not seen start one whether somebody will join, and of groups whom to ask.
//
// The split is by initiator: all launches of a person are either learnt from or scored. A split by line would leak: where every
// initiator has exactly one success, whoever is seen to succeed must fail elsewhere, and the number of launches gives the rate
// away; Evaluate shows how much (Leak). For the same reason an initiator's own launches are never features of each other: a launch is described by its
// item, and by what the initiator did in groups of others. Features of the launches learnt from are made without their own tenth of the
// initiators (cross-fitting), so that no launch describes itself. User and item numbers are names only. Since there are no dates, what
// is called past may lie after a launch, for the model and the baselines alike.
//
// Errors: nothing to learn from (fewer than 50 launches of either kind) is refused in one line.
package group
