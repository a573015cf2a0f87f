//go:build browser

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// call sends a command of the protocol.
func call[P, R any](t *testing.T, b *window, by func(context.Context, cdp.Command[P, R], P) (R, error), command cdp.Command[P, R], params P) R {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	r, err := by(ctx, command, params)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// hear gathers what should not be: any of it fails the test.
func (b *window) hear(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		if to := ev.Request.URL; !strings.HasPrefix(to, b.base) && !strings.HasPrefix(to, "data:") {
			b.noise = append(b.noise, "request to "+to)
		}
	case *network.EventLoadingFinished:
		b.bytes["all"] += ev.EncodedDataLength
		b.bytes["requests"]++
	case *runtime.EventExceptionThrown:
		b.noise = append(b.noise, "exception: "+ev.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if ev.Type == runtime.ConsoleAPICalledTypeError {
			b.noise = append(b.noise, fmt.Sprint("console: ", ev.Args))
		}
	case *log.EventEntryAdded: // a policy that was violated, a file that was not there
		if ev.Entry.Level == log.EntryLevelError {
			b.noise = append(b.noise, fmt.Sprintf("browser: %s %s", ev.Entry.Text, ev.Entry.URL))
		}
	case *cdpage.EventJavascriptDialogOpening:
		b.noise = append(b.noise, "a dialog: "+ev.Message)
		go func() {
			_, _ = chromedp.Call(b.ctx, cdpage.HandleJavaScriptDialog, cdpage.HandleJavaScriptDialogParams{})
		}()
	}
}

func (b *window) hearDownload(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch ev := ev.(type) {
	case *browser.EventDownloadWillBegin:
		b.names[ev.GUID] = ev.SuggestedFilename
	case *browser.EventDownloadProgress:
		if ev.State != browser.DownloadProgressStateInProgress {
			b.loaded <- ev.GUID
		}
	}
}

// quiet checks that nothing was said on the console and nobody else was asked since the last time.
func (b *window) quiet(t *testing.T, where string) {
	t.Helper()
	for _, n := range b.heard() {
		t.Errorf("%s: %s", where, n)
	}
}

// heard gives the noise and forgets it.
func (b *window) heard() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	noise := b.noise
	b.noise = nil
	return noise
}

// download presses a link and gives the file that comes, with its name. The page may move under a finger while live figures
// come in: whoever sees nothing happen presses again.
func (b *window) download(t *testing.T, s screen, what string) (string, []byte) {
	t.Helper()
	for range 3 {
		if s == phone {
			b.do(t, chromedp.Tap(chromedp.CSS(what)))
		} else {
			b.do(t, chromedp.Click(chromedp.CSS(what)))
		}
		select {
		case id := <-b.loaded:
			file, err := os.ReadFile(filepath.Join(b.dir, id))
			if err != nil {
				t.Fatal(err)
			}
			b.mu.Lock()
			defer b.mu.Unlock()
			return b.names[id], file
		case <-time.After(patience / 4):
		}
	}
	t.Fatalf("%s: no file came", what)
	return "", nil
}
