// Package basket ranks what a user will buy next, from the baskets of all.
//
// # Data
//
// A [Log] holds users' baskets, the oldest first, as numbers of items from 0; days are optional, and only with them intervals of
// days are known. Of some users the next basket may be known as well: these are learned from.
//
// # Method
//
// Candidates are the user's own items and the best by six other views: what the nearest users bought, what they bought next (by a long
// and by a short memory of taste), what goes with the user's items, what follows the last baskets, and what sells best, everywhere and
// around the user. A ranker of boosted trees (package gbdt, Poisson loss) orders them by what it learned from known next baskets, out of
// some fifty columns (columnNames in feature.go):
//
//   - the user's purchases of the item: how often, fading counts, how long ago, usual gap; habit is the personal part of TIFU-KNN (Hu et
//     al. 2020) times a repeat prior of the item, (Σ(purchases-1)^.3 + 10·mean)/(buyers + 10)
//   - its rhythm: the chance that the item is bought so many baskets after the last time, of all who bought it (a life table), and how far
//     the user is from the usual distance
//   - neighbours: cosine of fading, idf-weighted vectors of taste (UP-CF, Faggioli et al. 2020; TIFU-KNN); what they bought, and the
//     stronger hint, what they bought next
//   - co-purchase: cosine of the buyers, less where few stand behind it; items of baskets right after each other,
//     baskets of more than 200 items left out
//   - the item: popularity, trend, chance to be bought again, share of next baskets; the user: number and size of baskets, share of
//     repeats; the place: share of baskets around with the item, shrunk to the store's and the chain's
//
// The worth of a hit is (1/size of the basket)^Even: with 1 the list is ordered by what Recall and NDCG average, with 0 by the chance
// that the basket holds the item, which is then the score.
//
// # Nothing hidden is seen
//
// A column made of next baskets would tell a user's own one to the ranker. So a user whose next basket is to be learned sees the next
// baskets of the other nine tenths of the users only (cross-fitting), never is its own neighbour, and counts around it leave its
// baskets out. A test changes hidden baskets and sees that no column changes.
//
// # Choice of settings
//
// [Fit] tries memories and neighbourhoods with a small ranker, then sizes of trees, and stops training by the loss, all on users that
// the ranker did not learn from; then it learns from all. Below 200 known next baskets there is no ranker, and none
// either if on those users it did not pass habit and neighbours with the memory that suits these best: then the two are blended, as
// TIFU-KNN with a repeat prior does. Whoever has no basket gets what sells best.
//
// The same data and seed give the same lists, whatever the number of threads. Errors name the user and basket.
package basket
