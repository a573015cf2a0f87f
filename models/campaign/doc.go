// Package campaign turns evidence into messages that a shop can send to its WeChat groups, and chooses which campaigns are worth it.
//
// Kinds of messages: campaign (开团: a product of a category that a community takes to), repurchase (复购提醒: a category's rhythm),
// winback (唤回: who has not been seen for a while), newcomers (拉新: by sharers, with a group size), clearance (清仓: goods that would
// spoil) and trial (新品试卖). They address a community, a state of the pool or sharers as a group, never one person; goods of
// sensitive categories get no message, which is for the caller to see to.
//
// A template is Go text/template over Fields, in Chinese and English (folder templates). A merchandiser's own text takes its place.
// Every message, bundled or own, is checked before it is given (Check):
//
//   - every number in it is a figure of the evidence, or stands in a name;
//   - no superlatives, as Advertising Law of the PRC, Art. 9 (3), forbids ("国家级", "最高级", "最佳" and the like), nor what enforcement
//     counts to them (第一, 唯一, 顶级, …); nor promises that no figure can hold (绝对, guaranteed);
//   - it holds {link}, and fits a group message: at most 300 characters in Chinese, 600 in English.
//
// An own text that cannot be parsed, does more than show fields under conditions, or fails the check is not used: the bundled one is, and
// Message.Note says why. Where the bundled one fails too, since a name holds a forbidden word, there is no message, and the note says so.
//
// Prices are those of the catalogue or of a campaign in it, as text in Fields; no package of profiles is imported here.
//
// Shapes: one Fields per message; Choose takes a slice of candidates. Errors: a template of no such name or language.
package campaign
