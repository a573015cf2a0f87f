// Package outcome judges advice when its period has passed: hit, miss or void; and sums the verdicts up with their uncertainty.
//
// # Verdict
//
// Void is what cannot speak for or against the advice: it was not followed, the store did not report, the baseline was the same thing,
// no propensity is known. Only the rest is hit or miss; see Judge for what each kind promises. A window to push is judged whether
// somebody pushed or not, since orders show when people were there.
//
// # Sums
//
// Hit rates have the interval of Wilson (1927), which holds for few and for extreme shares. Mean gains are ratios of sums over clusters
// (stores; of one store weeks), the variance that of the linearised ratio with C/(C-1), Student's t with C-1 degrees of freedom: advice
// of one store is alike, and takes its uncertainty from there. Below two clusters there is no interval.
//
// # Drawn tests
//
// A test drawn with probability p speaks for 1/p products that could have been drawn (Horvitz and Thompson 1952). Estimate gives
//
//	IPS   = (1/D) · Σ g_i / p_i / f      gain of everything that could have been drawn, per draw
//	SNIPS = Σ (g_i / p_i) / Σ (1 / p_i)  gain per product (Hájek 1971; Swaminathan and Joachims 2015)
//	effective = (Σ w)² / Σ w²            (Kish 1965)
//
// over the D draws, of which the share f of the tests was followed: those that were not are taken to be like the others. Weights are cut at
// MaxWeight (Ionides 2008), which biases both towards likely tests; Clipped says how many were.
//
// Units: whatever the gains have, fen as a rule. Errors: none; figures that are not finite make void.
package outcome
