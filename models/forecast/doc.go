// Package forecast foretells daily sales per store and product, with quantiles.
package forecast
