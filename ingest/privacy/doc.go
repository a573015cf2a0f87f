// Package privacy takes people out: out of personalisation when they ask for it (PIPL Art. 24), and out of the data altogether
// when they want to be forgotten (Art. 47).
//
// # What an erasure does
//
// Sales stay, the person goes. Art. 47 has personal information deleted; Art. 4 and 73 say that what was made anonymous, so that
// nobody can be recognised and nothing be restored, is none any more. Linli deletes what was derived for the person, and makes
// anonymous what the shop's accounts are made of: units, money and the days' numbers of buyers and visitors must not change because
// somebody left, and consumed = stored + duplicate + rejected must still hold for each message.
//
//   - click, order_event, share, fact_order_line, fact_share: the user_id is replaced by an alias, ~ and 33 characters. It is drawn
//     per person and business day (per share for those who shared), with a salt that is thrown away at the end, so it neither leads
//     back nor ties two days of one person together. session_id goes, and the share_id of who bought by an own share. An alias begins
//     with ~n on the day of the person's first purchase and with ~r on all others, with ~o for clicks on own shares, with ~s for who
//     shared: a day keeps its new and its returning buyers and its visitors when its facts are built anew.
//     Of fact_buyer, which knows people by a hash only, their rows are deleted.
//     What looks further than a day, such as cohorts and repurchase, sees a stranger on each day, and ought to leave ~ out.
//   - What is published per person, personal_optout, and any other table with a column that names people: the rows are deleted, and
//     rewritten, not only hidden. Tables are found in ClickHouse's own catalogue, so that one made later is covered.
//   - dead_letter: the letter stays as an entry of its place, without key and text.
//   - Kafka: messages cannot be taken out one by one. They expire by the topics' retention, and the date is told; or, if asked
//     for, each partition's log is cut behind the person's last message, up to which everything is stored.
//   - order_id stays: the shop needs it for refunds and accounts, and platforms keep transactions for three years (E-Commerce Law
//     Art. 31), and Linli holds nothing that leads from it to a person.
//
// Nothing brings the person back: erased_user keeps a keyed hash (HMAC-SHA-256, the key lies outside of ClickHouse), and [Sweep],
// which runs before facts are built, makes anonymous what came since from Kafka or from files: events that happened up to the
// erasure, and what later happens to orders from before it. Who comes back afterwards is somebody new.
//
// Backups and files that were exported are outside: after a backup was restored, the erasures since it was made are run again.
//
// # Proof
//
// At the end each text column that could hold a person is searched for the ids, in every table; what was changed and what is left
// is entered in table erasure under the hashes. An erasure that was killed is finished by the next one, and by the next sweep.
package privacy
