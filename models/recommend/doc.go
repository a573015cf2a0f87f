// Package recommend
package recommend
