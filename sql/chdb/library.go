package chdb

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"unsafe"

	"github.com/ebitengine/purego"
)

// EnvLibrary names the environment variable that points to libchdb.
const EnvLibrary = "LINLI_CHDB_LIBRARY"

// libraryNames are the file names under which the library is shipped.
var libraryNames = []string{"libchdb.so", "libchdb.dylib"}

// ErrLibraryNotFound is wrapped by the error of [Find].
var ErrLibraryNotFound = errors.New("libchdb not found")

// Find returns the path of libchdb: the explicit file or folder if given, else
// $LINLI_CHDB_LIBRARY, else the usual places.
func Find(explicit string) (string, error) {
	for _, asked := range []struct{ path, where string }{{explicit, "clickhouse.library"}, {os.Getenv(EnvLibrary), EnvLibrary}} {
		if asked.path == "" {
			continue
		}
		if p, ok := libraryAt(asked.path); ok {
			return p, nil
		}
		return "", fmt.Errorf("%w at %q (from %s): point it to libchdb.so or to its folder, or leave it empty to search the usual places",
			ErrLibraryNotFound, asked.path, asked.where)
	}
	for _, dir := range searchFolders() {
		if p, ok := libraryAt(dir); ok {
			return p, nil
		}
	}
	return "", fmt.Errorf("%w for %s/%s: run `npm ci` (or `make setup`), or set clickhouse.library / %s to libchdb.so",
		ErrLibraryNotFound, runtime.GOOS, runtime.GOARCH, EnvLibrary)
}

// searchFolders lists the folders that Find looks into, nearest first.
func searchFolders() []string {
	var dirs, roots []string
	if exe, err := os.Executable(); err == nil {
		if real, err := filepath.EvalSymlinks(exe); err == nil {
			exe = real
		}
		dirs = append(dirs, filepath.Dir(exe))
		roots = append(roots, filepath.Dir(exe))
	}
	if wd, err := os.Getwd(); err == nil {
		roots = append([]string{wd}, roots...)
	}
	arch := map[string]string{"amd64": "x64"}[runtime.GOARCH]
	if arch == "" {
		arch = runtime.GOARCH
	}
	base := filepath.Join("node_modules", "@chdb", "lib-"+runtime.GOOS+"-"+arch)
	for _, dir := range roots {
		for {
			dirs = append(dirs, filepath.Join(dir, base+"-gnu"), filepath.Join(dir, base))
			parent := filepath.Dir(dir)
			if parent == dir {
				break
			}
			dir = parent
		}
	}
	dirs = append(dirs, "/usr/local/lib", "/usr/lib")
	if triplet := map[string]string{"amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu"}[runtime.GOARCH]; triplet != "" {
		dirs = append(dirs, "/usr/lib/"+triplet)
	}
	return dirs
}

// libraryAt reports the library file at path, which may be the file or its folder.
func libraryAt(path string) (string, bool) {
	st, err := os.Stat(path)
	if err != nil {
		return "", false
	}
	if !st.IsDir() {
		return path, true
	}
	for _, name := range libraryNames {
		p := filepath.Join(path, name)
		if st, err := os.Stat(p); err == nil && !st.IsDir() {
			return p, true
		}
	}
	return "", false
}

// lib holds the C functions that we call. Handles are opaque addresses of C
// memory; they are passed back and never looked into from Go.
var lib struct {
	version   func() string
	connect   func(argc int32, argv unsafe.Pointer) unsafe.Pointer
	closeConn func(conn unsafe.Pointer)

	query  func(conn uintptr, sql unsafe.Pointer, sqlLen uintptr, format unsafe.Pointer, formatLen uintptr, names, nameLens, values, valueLens unsafe.Pointer, n uintptr) uintptr
	stream func(conn uintptr, sql unsafe.Pointer, sqlLen uintptr, format unsafe.Pointer, formatLen uintptr, names, nameLens, values, valueLens unsafe.Pointer, n uintptr) uintptr
	insert func(conn uintptr, sql unsafe.Pointer, sqlLen uintptr, format unsafe.Pointer, formatLen uintptr, names, nameLens, values, valueLens unsafe.Pointer, n uintptr) uintptr

	fetch        func(conn, stream uintptr) uintptr
	cancelStream func(conn, stream uintptr)

	insertAppend  func(stream uintptr, data unsafe.Pointer, n uintptr) int32
	insertDone    func(stream uintptr) uintptr
	insertCancel  func(stream uintptr)
	insertError   func(stream uintptr) string
	insertDestroy func(stream uintptr)

	resultBuffer       func(result uintptr) unsafe.Pointer
	resultLength       func(result uintptr) uintptr
	resultElapsed      func(result uintptr) float64
	resultRows         func(result uintptr) uint64
	resultBytes        func(result uintptr) uint64
	resultStorageRows  func(result uintptr) uint64
	resultStorageBytes func(result uintptr) uint64
	resultRowsWritten  func(result uintptr) uint64
	resultBytesWritten func(result uintptr) uint64
	resultError        func(result uintptr) string
	resultDestroy      func(result uintptr)

	classify       func(conn uintptr, sql unsafe.Pointer, n uintptr, target unsafe.Pointer, targetLen uintptr, out unsafe.Pointer) int32
	signalHandlers func(enabled int32)
}

var loading struct {
	once sync.Once
	path string
	err  error
}

// Load maps the library into the process, once; a later call with another path
// is refused, for a process can hold only one.
func Load(path string) error {
	loading.once.Do(func() {
		loading.path = path
		loading.err = load(path)
	})
	if loading.err == nil && loading.path != path {
		return fmt.Errorf("libchdb is already loaded from %s: one process loads it once, restart to use %s", loading.path, path)
	}
	return loading.err
}

func load(path string) error {
	restore := saveSignalHandlers()
	defer restore()
	handle, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		return fmt.Errorf("load %s: %w: fetch the library for this system again with `npm ci`", path, err)
	}
	for name, fn := range map[string]any{
		"chdb_version":                     &lib.version,
		"chdb_connect":                     &lib.connect,
		"chdb_close_conn":                  &lib.closeConn,
		"chdb_query_with_params_n":         &lib.query,
		"chdb_stream_query_with_params_n":  &lib.stream,
		"chdb_stream_insert_with_params_n": &lib.insert,
		"chdb_stream_fetch_result":         &lib.fetch,
		"chdb_stream_cancel_query":         &lib.cancelStream,
		"chdb_stream_append":               &lib.insertAppend,
		"chdb_stream_done":                 &lib.insertDone,
		"chdb_stream_cancel_insert":        &lib.insertCancel,
		"chdb_stream_insert_error":         &lib.insertError,
		"chdb_destroy_insert_stream":       &lib.insertDestroy,
		"chdb_result_buffer":               &lib.resultBuffer,
		"chdb_result_length":               &lib.resultLength,
		"chdb_result_elapsed":              &lib.resultElapsed,
		"chdb_result_rows_read":            &lib.resultRows,
		"chdb_result_bytes_read":           &lib.resultBytes,
		"chdb_result_storage_rows_read":    &lib.resultStorageRows,
		"chdb_result_storage_bytes_read":   &lib.resultStorageBytes,
		"chdb_result_rows_written":         &lib.resultRowsWritten,
		"chdb_result_bytes_written":        &lib.resultBytesWritten,
		"chdb_result_error":                &lib.resultError,
		"chdb_destroy_query_result":        &lib.resultDestroy,
		"chdb_classify_query_n":            &lib.classify,
		"chdb_set_signal_handlers_enabled": &lib.signalHandlers,
	} {
		sym, err := purego.Dlsym(handle, name)
		if err != nil {
			return fmt.Errorf("%s has no %s: it is too old for Linli, fetch 26.7 or newer with `npm ci`: %w", path, name, err)
		}
		purego.RegisterFunc(fn, sym)
	}
	// Off, because the engine would take the handlers that the Go runtime needs;
	// the call itself clears them too, hence the restore around it.
	lib.signalHandlers(0)
	return nil
}
