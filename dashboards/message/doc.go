// Package message sends the owner's day as a short message at seven in the morning: to a group's robot of WeCom
// (企业微信群机器人), to any webhook that takes the same JSON, or by e-mail. A person reads it on a phone in twenty seconds:
// yesterday, what to order, when to push, what may go wrong, who still has to fetch something. The figures are those of the
// owner's page, read by the same loaders; the page is one tap away.
//
// # When
//
// [Postman.Morning] is called by the clock. A store's message waits for the night's work: while its order sheet of the day is not
// published it is looked for again every ten minutes, and after the time allowed a message goes out that says so.
//
// # How often
//
// Each try is noted in table message_sent before anything goes out, and its end after. From that follows:
//
//   - A message that was sent is not sent again, whatever restarts.
//   - A try that failed is repeated, three in all, after half a minute and two minutes; after a minute at least where the
//     receiver says "too often" (errcode 45009, HTTP 429). What repeating cannot mend (a wrong key, an unknown mailbox) is not repeated.
//   - A process that dies between noting and the answer leaves a try of which nobody knows whether it went out. Most such
//     did, and the page says the same: so it is not sent again, one too few rather than two, and the log and the jobs page say so.
//   - A receiver that takes the connection and never answers counts as failed, and is tried again: most such sent nothing.
//   - Of several processes on one ClickHouse one sends in the morning and the others wait for its end (table leader, role message);
//     of tries at the same moment the one that was noted first, by ClickHouse's clock, goes on, and the others leave it.
//
// # Limits
//
// A robot of WeCom takes 4096 bytes of Markdown in UTF-8 and 20 messages a minute
// (https://developer.work.weixin.qq.com/document/path/91770). Longer messages lose the reasons of what
// to order, the last first, then whole lines from the end; the pace is kept per receiver, so that 300 stores on one robot take a quarter of an hour. Texts of the data cannot become marks, links or mentions.
//
// # Secrets
//
// An address of a webhook holds its key: whoever has it can write into the group. It stands in no error, log line or table;
// there a receiver has the name that [Target.String] gives: host, or first letter and domain of a mailbox, and part of a digest.
package message
