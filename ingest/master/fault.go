package master

// What can be wrong with a whole file, as FileError.Fault.
const (
	Unreadable = "unreadable" // no table, or one that breaks off
	NoColumn   = "no_column"
	NoRows     = "no_rows"
	TooLong    = "too_long"
)

// FileError is what is wrong with a file as a whole. What is wrong with a row is a [tabular.RowError] or a [TwiceError].
type FileError struct {
	Fault  string
	Column string // that is missing
	Err    error
}

// Error implements error.
func (e *FileError) Error() string { return e.Err.Error() }

// Unwrap gives what was found.
func (e *FileError) Unwrap() error { return e.Err }
