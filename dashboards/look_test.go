package dashboards

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

func TestShots(t *testing.T) {
	dir := os.Getenv("LINLI_SHOTS")
	if dir == "" {
		t.Skip()
	}
	h := open(t, os.Getenv("LINLI_EMPTY") == "")
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath("/usr/bin/chromium"), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(t.TempDir()))
	actx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	defer cancel()
	shots := []struct{ login, path, name string }{
		{"", "/signin", "signin"}, {"wang", "/owner", "owner"}, {"wang", "/owner/sorting", "sorting"}, {"wang", "/owner/redemption", "redemption"},
		{"range", "/merchandiser", "merchandiser"}, {"boss", "/manager", "manager"}, {"boss", "/jobs", "jobs"},
	}
	only := os.Getenv("LINLI_ONLY")
	for _, width := range []int64{390, 1440} {
		for _, lang := range strings.Split(os.Getenv("LINLI_LANG"), ",") {
			for _, s := range shots {
				if only != "" && !strings.Contains(only, s.name) {
					continue
				}
				ctx, cancel := chromedp.NewContext(actx)
				ctx, cancel2 := context.WithTimeout(ctx, 60*time.Second)
				_, err := chromedp.Run(ctx, chromedp.Location())
				if err != nil {
					t.Fatal(err)
				}
				chromedp.Listen(ctx, func(ev any) {
					switch e := ev.(type) {
					case *log.EventEntryAdded:
						fmt.Println("CONSOLE", s.name, e.Entry.Level, e.Entry.Text, e.Entry.URL)
					case *runtime.EventExceptionThrown:
						fmt.Println("EXCEPTION", s.name, e.ExceptionDetails.Text, e.ExceptionDetails.Exception)
					case *network.EventRequestWillBeSent:
						if !strings.HasPrefix(e.Request.URL, h.srv.URL) && !strings.HasPrefix(e.Request.URL, "data:") {
							fmt.Println("FOREIGN", e.Request.URL)
						}
					}
				})
				_, err1 := chromedp.Call(ctx, network.Enable, network.EnableParams{})
				_, err2 := chromedp.Call(ctx, log.Enable, cdp.Empty{})
				steps := []chromedp.Action[chromedp.Void]{chromedp.EmulateViewport(width, 844), chromedp.Navigate(h.srv.URL + "/lang?to=" + lang + "&back=/signin")}
				if s.login != "" {
					link, _ := h.site.SignInLink(context.Background(), s.login, time.Hour)
					steps = append(steps, chromedp.Navigate(h.srv.URL+link))
				}
				steps = append(steps, chromedp.Navigate(h.srv.URL+s.path), chromedp.Sleep(1500*time.Millisecond))
				if click := os.Getenv("LINLI_CLICK"); click != "" {
					steps = append(steps, chromedp.Click(click), chromedp.Sleep(300*time.Millisecond))
				}
				err3 := chromedp.Do(ctx, steps...)
				over, err4 := chromedp.Run(ctx, chromedp.Evaluate[float64](`document.documentElement.scrollWidth - innerWidth`))
				b, err5 := chromedp.Run(ctx, chromedp.FullScreenshot(100))
				if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
					t.Error(s.name, err)
				}
				if over > 0 {
					fmt.Println("OVERFLOW", s.name, width, over)
				}
				os.WriteFile(fmt.Sprintf("%s/%s-%d-%s.png", dir, s.name, width, lang), b, 0o600)
				cancel2()
				cancel()
			}
		}
	}
	if strings.Contains(h.log.String(), "ERROR") {
		fmt.Println(h.log)
	}
}
