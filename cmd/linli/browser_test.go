//go:build browser

package main

import (
	"context"
	"os"
	"os/exec"
	"regexp"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// town is the simulated world that the readers live in, with the browser that they use.
type town struct {
	said   string          // what the program printed when it was ready
	engine string          // address of the SQL door
	chrome context.Context // of the browser; each reader has cookies of their own in it
	weighs map[string]weight
}

// TestBrowser lives a day in each role on a small simulated world, in headless Chromium: a role per file, in the order in
// which they work. Whatever a page says or keeps is asked again of ClickHouse, by statements written here. On every page
// the console is silent, nothing is asked of another host, and nothing is wider than the screen.
//
// LINLI_SCREENSHOTS names a folder that keeps a picture of each page, at both sizes. LINLI_BROWSER_SITE names a file with
// what a running demo printed: then the day is lived there, and nothing is started.
func TestBrowser(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	w := &town{weighs: map[string]weight{}}
	if file := os.Getenv("LINLI_BROWSER_SITE"); file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		w.said = string(text)
	} else {
		program := linli(ctx, t.TempDir(), "demo", "--small")
		w.said = started(t, program)
		defer func() {
			_ = program.Process.Signal(syscall.SIGINT)
			_ = program.Wait()
		}()
	}
	w.engine = w.find(t, `curl '(http\S+)'`)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("lang", "zh-CN"), chromedp.Flag("accept-lang", "zh-CN")) // the second is what the sign-in page goes by
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	defer cancel()
	w.chrome, cancel = chromedp.NewContext(ctx)
	defer cancel()
	if err := chromedp.Do(w.chrome); err != nil {
		t.Fatal(err)
	}
	t.Run("owner", w.ownersDay)
	t.Run("merchandiser", w.merchandisersDay)
	t.Run("manager", w.managersDay)
	t.Run("files", w.files)
	t.Run("keyboard", w.keyboard)
	t.Run("pages", w.everyPage)
	t.Run("scripts", w.scripts)
}

// find is the first group of a pattern in what the program printed.
func (w *town) find(t *testing.T, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(w.said)
	if m == nil {
		t.Fatalf("%s is not in\n%s", pattern, w.said)
	}
	return m[1]
}

// chromium finds the browser; CI has one, so there a missing one is an error like here.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("no Chromium: install the package chromium, and fonts-noto-cjk for Chinese text")
	return ""
}
