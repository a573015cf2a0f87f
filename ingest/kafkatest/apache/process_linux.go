package apache

import "syscall"

// attributes put a broker into a group of its own, so that Ctrl-C reaches us and we stop it in order. One that is not to
// outlive us is killed by the kernel when we end, however that happens.
func attributes(outlive bool) *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Setpgid: true}
	if !outlive {
		a.Pdeathsig = syscall.SIGKILL
	}
	return a
}
