// Package forecast
package forecast
