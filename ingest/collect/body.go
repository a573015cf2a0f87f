package collect

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
)

const tooLarge = "the request is too large: send fewer events at a time"

// read gives the unpacked body, or the status and the text of a refusal.
func (h *Handler) read(w http.ResponseWriter, r *http.Request) (body []byte, status int, refusal string) {
	var in io.Reader = http.MaxBytesReader(w, r.Body, h.o.MaxBytes)
	packed := false
	switch strings.ToLower(r.Header.Get("Content-Encoding")) {
	case "", "identity":
	case "gzip", "x-gzip":
		packed = true
	default:
		return nil, http.StatusUnsupportedMediaType, "the request may be sent as it is or with Content-Encoding: gzip"
	}
	if packed {
		z, err := gzip.NewReader(in)
		if err != nil {
			status, refusal = unreadable(err, packed)
			return nil, status, refusal
		}
		in = io.LimitReader(z, h.o.MaxBytes+1) // a few packed bytes must not fill the memory
	}
	body, err := io.ReadAll(in)
	if err != nil {
		status, refusal = unreadable(err, packed)
		return nil, status, refusal
	}
	if int64(len(body)) > h.o.MaxBytes {
		return nil, http.StatusRequestEntityTooLarge, tooLarge
	}
	return body, 0, ""
}

// unreadable tells the sender why his body could not be read.
func unreadable(err error, packed bool) (status int, text string) {
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return http.StatusRequestEntityTooLarge, tooLarge
	case errors.Is(err, os.ErrDeadlineExceeded):
		return http.StatusRequestTimeout, "the request came too slowly: send it again"
	case packed:
		return http.StatusBadRequest, "the request says Content-Encoding: gzip but is no whole gzip stream"
	}
	return http.StatusBadRequest, "the request body could not be read: send it again"
}
