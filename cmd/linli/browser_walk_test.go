//go:build browser

package main

import (
	"net/url"
	"regexp"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// left out of a walk are doors, files and parts of pages.
var leftOut = regexp.MustCompile(`^/$|^/(sign|lang|assets/|api/|part/|metrics|live\.json|manager/export|message)|\.[a-z]+$|/export|format=`)

// walk follows every link from a start, one address per page and tab, and shows each page once.
func (b *window) walk(t *testing.T, start string, seen map[string]bool, look func(path string)) {
	t.Helper()
	for queue := []string{start}; len(queue) > 0; queue = queue[1:] {
		if key := pageOf(queue[0]); key == "" || seen[key] {
			continue
		} else {
			seen[key] = true
		}
		look(queue[0])
		queue = append(queue, js[[]string](t, b, `[...document.querySelectorAll("a[href]")].filter(a => a.origin === location.origin).map(a => a.pathname + a.search)`)...)
	}
}

// pageOf names the page of an address; empty: none to look at.
func pageOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || leftOut.MatchString(u.Path) {
		return ""
	}
	switch q := u.Query(); {
	case q.Get("wall") != "":
		return u.Path + " wall"
	case q.Get("view") != "" && q.Get("view") != "sales":
		return u.Path + " " + q.Get("view")
	}
	return u.Path
}

// paint is the time from asking for the page to its first text or picture, in ms.
func (b *window) paint(t *testing.T) float64 {
	t.Helper()
	return get(t, b, chromedp.Poll[float64](`performance.getEntriesByName("first-contentful-paint")[0]?.startTime`, chromedp.WithPollingInterval(pollEvery)))
}

func (b *window) throttle(t *testing.T, rate float64) {
	t.Helper()
	call(t, b, chromedp.Call[emulation.SetCPUThrottlingRateParams, emptyResult], emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: rate})
}

// network is latency in ms and throughput in bytes per second; below 0 is no limit.
func (b *window) network(t *testing.T, latency, down, up float64) {
	t.Helper()
	call(t, b, chromedp.Call[network.EmulateNetworkConditionsByRuleParams, network.EmulateNetworkConditionsByRuleResult], network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Latency: latency, DownloadThroughput: down, UploadThroughput: up}},
	})
}

// emptyResult is that of commands that answer nothing.
type emptyResult = cdp.Empty

const pollEvery = 20 * time.Millisecond
