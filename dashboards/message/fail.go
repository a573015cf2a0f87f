package message

import (
	"errors"
	"net/url"
	"strings"
	"time"
)

// failure is why a message did not go out.
type failure struct {
	text  string
	final bool          // repeating does not help
	wait  time.Duration // at least so long before the next try; 0: as usual
	busy  bool          // the receiver takes no message from anybody for that long
}

func (f *failure) Error() string { return f.text }

// bare is the cause of an error of net/http without the address, which such an error holds.
func bare(err error) error {
	var u *url.Error
	for errors.As(err, &u) {
		err = u.Err
	}
	return err
}

// longestError is in runes: it stands on a page.
const longestError = 240

// oneLine makes an error fit for logs and pages: one line, no secrets, not too long.
func oneLine(text string, secrets ...string) string {
	for _, s := range secrets {
		if len(s) >= 4 { // shorter is no secret, and stands in every other word
			text = strings.ReplaceAll(text, s, "********")
		}
	}
	return short(strings.Join(strings.Fields(tame(text)), " "), longestError)
}

// keys are the parts of an address that could give it away: whole, its path, and each value of its query.
func keys(address string) []string {
	out := []string{address}
	if u, err := url.Parse(address); err == nil {
		out = append(out, u.RequestURI(), u.RawQuery)
		if len(u.Path) > 1 {
			out = append(out, u.Path)
			for _, piece := range strings.Split(u.Path, "/") {
				if len(piece) >= 12 {
					out = append(out, piece)
				}
			}
		}
		for _, values := range u.Query() {
			out = append(out, values...)
		}
		if password, has := u.User.Password(); has {
			out = append(out, password)
		}
	}
	return out
}
