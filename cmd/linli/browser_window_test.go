//go:build browser

package main

import (
	"context"
	"fmt"
	"net/url"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// screen is a size at which people look.
type screen struct {
	name          string
	width, height int64
}

var (
	phone   = screen{"phone", 390, 844}
	desktop = screen{"desktop", 1440, 900}
)

// window is one reader's window, with cookies and downloads of its own.
type window struct {
	ctx  context.Context
	base string
	dir  string // of downloads

	mu     sync.Mutex
	noise  []string           // what the console said, dialogs, requests to other hosts
	names  map[string]string  // of downloads by their id
	loaded chan string        // ids of finished downloads
	bytes  map[string]float64 // received, by kind of resource, since the count was last cleared
}

// readers are how the program calls its readers, and who they are on the pages.
var readers = map[string]string{"owner": "store owner", "merchandiser": "merchandiser", "manager": "management"}

// open signs a reader in with one click; an empty role opens the sign-in page.
func (w *town) open(t *testing.T, role string, s screen) *window {
	t.Helper()
	link := w.find(t, `(?s)management\n\s+(http\S+)`)
	if role != "" {
		link = w.find(t, readers[role]+`.*\n\s+(http\S+)`)
	}
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(w.chrome, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	b := &window{ctx: ctx, base: u.Scheme + "://" + u.Host, dir: t.TempDir(), names: map[string]string{}, loaded: make(chan string, 20), bytes: map[string]float64{}}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.ListenBrowser(ctx, b.hearDownload); err != nil {
		t.Fatal(err)
	}
	events := true
	call(t, b, chromedp.CallBrowser[browser.SetDownloadBehaviorParams, cdp.Empty], browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllowAndName, BrowserContextID: chromedp.FromContext(ctx).BrowserContextID, DownloadPath: b.dir, EventsEnabled: &events,
	})
	b.size(t, s)
	if role == "" {
		link = b.base + "/signin"
	}
	b.do(t, chromedp.Navigate(link), chromedp.WaitVisible(body))
	return b
}

// size sets the screen; a phone has a finger instead of a mouse.
func (b *window) size(t *testing.T, s screen) {
	t.Helper()
	if s == phone {
		b.do(t, chromedp.EmulateViewport(s.width, s.height, chromedp.EmulateMobile, chromedp.EmulateTouch))
		return
	}
	b.do(t, chromedp.EmulateViewport(s.width, s.height))
}

// visit opens an address of the site and waits for all its parts; the status is that of the page.
func (b *window) visit(t *testing.T, path string) int {
	t.Helper()
	answer := get(t, b, chromedp.NavigateResponse(b.base+path))
	b.settle(t)
	return int(answer.Status)
}

// press clicks what leads to another page, with a finger on a phone, and waits for that page.
func (b *window) press(t *testing.T, s screen, what string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	press := chromedp.Click(chromedp.CSS(what))
	if s == phone {
		press = chromedp.Tap(chromedp.CSS(what))
	}
	if _, err := chromedp.RunResponse(ctx, press); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	b.settle(t)
}

// choose takes an option of a list that sends its form by itself.
func (b *window) choose(t *testing.T, list, option string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	step := chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := chromedp.Evaluate[bool](fmt.Sprintf(`(() => { const s = document.querySelector(%q); s.value = %q; s.dispatchEvent(new Event("change", {bubbles: true})); return true })()`, list, option))(ctx, target)
		return err
	})
	if _, err := chromedp.RunResponse(ctx, step); err != nil {
		t.Fatalf("%s of %s: %v", option, list, err)
	}
	b.settle(t)
}
