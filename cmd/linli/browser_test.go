//go:build browser

package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// screen is a size at which people look.
type screen struct {
	name          string
	width, height int64
}

var screens = []screen{{"phone", 390, 844}, {"desktop", 1440, 900}}

// view is a page with what must be on it in Chinese and English.
type view struct {
	path   string
	zh, en []string
}

// TestBrowser signs in as each reader with one click and looks at the main pages, at phone and desktop size: the right
// words are there, nothing is wider than the screen, the console is silent, and no request leaves for another host.
// LINLI_SCREENSHOTS names a folder that keeps a picture of each.
func TestBrowser(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	program := linli(ctx, t.TempDir(), "demo", "--small")
	said := started(t, program)
	defer func() {
		_ = program.Process.Signal(syscall.SIGINT)
		_ = program.Wait()
	}()
	link := func(role string) string {
		m := regexp.MustCompile(role + `.*\n\s+(http\S+)`).FindStringSubmatch(said)
		if m == nil {
			t.Fatalf("no link for %s in\n%s", role, said)
		}
		return m[1]
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("lang", "zh-CN"))
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	defer cancel()
	for _, r := range []struct {
		role, link string
		views      []view
	}{
		{"owner", link("store owner"), []view{
			{"/owner", []string{"今天订多少", "今天的单子", "换点什么卖", "几点推送", "昨天准不准", "结算"}, []string{"order"}},
			{"/owner/sorting", []string{"分拣"}, nil},
		}},
		{"merchandiser", link("merchandiser"), []view{
			{"/merchandiser", []string{"选品建议", "处理"}, []string{"Excel"}},
			{"/merchandiser/communities", []string{"社区"}, nil},
			{"/merchandiser/whatif", []string{"试算"}, nil},
		}},
		{"manager", link("management"), []view{
			{"/manager", []string{"经营总览", "GMV", "复购率", "预测误差"}, []string{"GMV"}},
			{"/jobs", []string{"daily_facts", "order_sheet"}, []string{"daily_facts"}},
		}},
	} {
		t.Run(r.role, func(t *testing.T) {
			b := open(ctx, t, r.link)
			for _, v := range r.views {
				for _, s := range screens {
					b.look(t, v.path, s, v.zh, r.role+"-"+s.name)
				}
			}
			b.do(t, chromedp.Navigate(b.base+"/lang?to=en"))
			for _, v := range r.views {
				if v.en != nil {
					b.look(t, v.path, screens[0], v.en, r.role+"-en")
				}
			}
			b.do(t, chromedp.Navigate(b.base+"/lang?to=zh"))
			if r.role == "manager" {
				b.runNow(t)
			}
			b.quiet(t)
		})
	}
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

// browser is one reader's window.
type browser struct {
	ctx  context.Context
	base string

	mu    sync.Mutex
	noise []string // console errors and requests to other hosts
}

func open(ctx context.Context, t *testing.T, link string) *browser {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &browser{ctx: ctx, base: u.Scheme + "://" + u.Host}
	err = chromedp.Listen(ctx, func(ev any) {
		b.mu.Lock()
		defer b.mu.Unlock()
		switch ev := ev.(type) {
		case *network.EventRequestWillBeSent:
			if to := ev.Request.URL; !strings.HasPrefix(to, b.base) && !strings.HasPrefix(to, "data:") {
				b.noise = append(b.noise, "request to "+to)
			}
		case *runtime.EventExceptionThrown:
			b.noise = append(b.noise, "exception: "+ev.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			if ev.Type == runtime.ConsoleAPICalledTypeError {
				b.noise = append(b.noise, fmt.Sprint("console: ", ev.Args))
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	b.do(t, chromedp.Navigate(link), chromedp.WaitVisible(body))
	return b
}

// body is the part of a page that every page has.
const body = chromedp.CSS("main")

func (b *browser) do(t *testing.T, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 40*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// get runs an action and gives what it found.
func get[T any](t *testing.T, b *browser, a chromedp.Action[T]) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 40*time.Second)
	defer cancel()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// look opens a page at a size, waits until all its parts are there and checks it.
func (b *browser) look(t *testing.T, path string, s screen, words []string, name string) {
	t.Helper()
	b.do(t, chromedp.EmulateViewport(s.width, s.height), chromedp.Navigate(b.base+path), chromedp.WaitVisible(body))
	loading := true
	for end := time.Now().Add(20 * time.Second); loading && time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		loading = get(t, b, chromedp.Evaluate[bool](`document.querySelector('[aria-busy="true"]') !== null`))
	}
	text := get(t, b, chromedp.Evaluate[string]("document.body.innerText"))
	wide := get(t, b, chromedp.Evaluate[int]("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
	if loading {
		t.Errorf("%s %s: a part is still loading after 20 s", path, s.name)
	}
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%s %s: %q is not on the page", path, s.name, w)
		}
	}
	if wide > 0 {
		t.Errorf("%s %s: %d pixels wider than the screen", path, s.name, wide)
	}
	if dir := os.Getenv("LINLI_SCREENSHOTS"); dir != "" {
		picture := get(t, b, chromedp.FullScreenshot(100))
		file := filepath.Join(dir, name+strings.ReplaceAll(path, "/", "-")+".png")
		if err := os.WriteFile(file, picture, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// runNow asks for a run on the jobs page and waits until the ledger shows it.
func (b *browser) runNow(t *testing.T) {
	t.Helper()
	count := func() int {
		b.do(t, chromedp.Navigate(b.base+"/jobs"), chromedp.WaitVisible(body))
		return get(t, b, chromedp.Evaluate[int](`[...document.querySelectorAll('td')].filter(td => td.textContent.trim() === '页面').length`))
	}
	if n := count(); n != 0 {
		t.Fatalf("%d runs asked for by the page before one was", n)
	}
	b.do(t, chromedp.Click(chromedp.Search(`//form[input[@name="job" and @value="profile"]]//button`)), chromedp.Sleep(time.Second))
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(500 * time.Millisecond) {
		if count() > 0 {
			return
		}
	}
	t.Error("the run that the page asked for is not in the ledger after 20 s")
}

// quiet checks that nothing was said on the console and nobody else was asked.
func (b *browser) quiet(t *testing.T) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, n := range b.noise {
		t.Error(n)
	}
}
