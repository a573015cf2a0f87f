// Package profile
package profile
