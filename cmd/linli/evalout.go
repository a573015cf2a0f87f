package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// checkOut says before the work what would prevent the writing of --out after it.
func checkOut(out string, read ...string) error {
	there, err := os.Stat(out)
	for _, in := range read {
		if a, inErr := os.Stat(in); inErr == nil && err == nil && os.SameFile(a, there) {
			return fmt.Errorf("--out %s would replace what is read; give it another name", out)
		}
	}
	if err == nil && there.IsDir() {
		return fmt.Errorf("--out %s is a folder: name a file in it", out)
	}
	if info, err := os.Stat(filepath.Dir(out)); err != nil || !info.IsDir() {
		return fmt.Errorf("--out %s: there is no folder %s; make it first", out, filepath.Dir(out))
	}
	return nil
}
