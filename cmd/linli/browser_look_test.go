//go:build browser

package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// body is the part of a page that every page has.
const body = chromedp.CSS("main")

// patience is how long one step may take.
const patience = 40 * time.Second

func (b *window) do(t *testing.T, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// get runs an action and gives what it found.
func get[T any](t *testing.T, b *window, a chromedp.Action[T]) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// js asks the page for a value.
func js[T any](t *testing.T, b *window, expression string) T {
	t.Helper()
	return get(t, b, chromedp.Evaluate[T](expression))
}

// settle waits until all parts of the page are there.
func (b *window) settle(t *testing.T) {
	t.Helper()
	b.do(t, chromedp.WaitReady(body))
	for end := time.Now().Add(20 * time.Second); js[bool](t, b, `document.querySelector('[aria-busy="true"]') !== null`); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Errorf("%s: a part is still loading after 20 s", b.where(t))
			return
		}
	}
}

// where is the address of the page.
func (b *window) where(t *testing.T) string {
	t.Helper()
	return strings.TrimPrefix(get(t, b, chromedp.Location()), b.base)
}

// shows checks that the page says each of some words.
func (b *window) shows(t *testing.T, words ...string) {
	t.Helper()
	text := js[string](t, b, "document.body.innerText")
	for _, word := range words {
		if !strings.Contains(text, word) {
			t.Errorf("%s: %q is not on the page", b.where(t), word)
		}
	}
}

// fits checks that nothing is wider than the screen.
func (b *window) fits(t *testing.T) {
	t.Helper()
	if wide := js[int](t, b, "document.documentElement.scrollWidth - document.documentElement.clientWidth"); wide > 0 {
		t.Errorf("%s: %d pixels wider than the screen", b.where(t), wide)
	}
}

// keep takes a picture of the page if somebody wants one.
func (b *window) keep(t *testing.T, name string) {
	t.Helper()
	dir := os.Getenv("LINLI_SCREENSHOTS")
	if dir == "" {
		return
	}
	picture := get(t, b, chromedp.FullScreenshot(100))
	if err := os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o600); err != nil {
		t.Fatal(err)
	}
}

// media shows the page as on another medium; "" is the screen.
func media(ctx context.Context, target *chromedp.Target, name string) error {
	_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: name})
	return err
}
