// Package shrink holds empirical-Bayes estimates that two or more models share.
package shrink
