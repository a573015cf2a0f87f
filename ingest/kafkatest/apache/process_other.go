//go:build !linux

package apache

import "syscall"

// attributes put a broker into a group of its own, so that Ctrl-C reaches us and we stop it in order.
func attributes(bool) *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
