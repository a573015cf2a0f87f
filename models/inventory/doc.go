// Package inventory
package inventory
