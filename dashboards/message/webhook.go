package message

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// MostBytes of Markdown that a robot of WeCom takes; above it answers errcode 40058.
	MostBytes = 4096
	// webhookTime is how long a receiver may take.
	webhookTime = 15 * time.Second
	// tooOften is how long a robot is left alone that says so.
	tooOften = time.Minute
	// longestWait that a receiver may ask for.
	longestWait = 10 * time.Minute
)

// What a robot of WeCom answers, of https://developer.work.weixin.qq.com/document/path/90313.
const (
	codeBusy     = -1     // the system is busy
	codeOften    = 45009  // more than 20 a minute
	codeOftenOld = 130101 // the same, as older robots say it
)

// wecomHost answers always with an errcode.
const wecomHost = "qyapi.weixin.qq.com"

// client follows no redirects: they would carry the message elsewhere.
func client() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 2
	return &http.Client{
		Transport: transport, Timeout: webhookTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// post sends a message to a webhook.
func post(ctx context.Context, c *http.Client, t Target, m Message) *failure {
	u, err := webhookURL(t.address)
	if err != nil {
		return &failure{text: err.Error(), final: true}
	}
	body, err := json.Marshal(map[string]any{"msgtype": "markdown", "markdown": map[string]string{"content": m.Markdown(MostBytes)}})
	if err != nil {
		return &failure{text: err.Error(), final: true}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, t.address, bytes.NewReader(body))
	if err != nil {
		return &failure{text: "the address cannot be asked", final: true}
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("User-Agent", "linli")
	answer, err := c.Do(r)
	if err != nil {
		return &failure{text: unanswered(u.Host, bare(err))}
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	if err != nil {
		return &failure{text: unanswered(u.Host, bare(err))}
	}
	return judge(answer, text, u.Hostname(), u.Host)
}

func unanswered(host string, err error) string {
	var slow net.Error
	if errors.As(err, &slow) && slow.Timeout() {
		return host + " did not answer in time"
	}
	return host + ": " + err.Error()
}

// judge reads an answer: nil is sent.
func judge(answer *http.Response, text []byte, hostname, host string) *failure {
	status := answer.StatusCode
	switch {
	case status == http.StatusTooManyRequests:
		return &failure{text: host + " answers HTTP 429: too often", wait: max(tooOften, after(answer)), busy: true}
	case status >= 300 && status < 400:
		return &failure{text: fmt.Sprintf("%s answers HTTP %d, go elsewhere: redirects are not followed; enter the final address", host, status), final: true}
	case status == http.StatusRequestTimeout || status >= 500:
		return &failure{text: fmt.Sprintf("%s answers HTTP %d: %s", host, status, firstWords(text)), wait: after(answer)}
	case status < 200 || status >= 400:
		return &failure{text: fmt.Sprintf("%s answers HTTP %d: %s", host, status, firstWords(text)), final: true}
	}
	var said struct {
		Code *int   `json:"errcode"`
		Text string `json:"errmsg"`
	}
	if err := json.Unmarshal(text, &said); err != nil || said.Code == nil {
		if strings.EqualFold(hostname, wecomHost) {
			return &failure{text: host + " answers without an errcode: " + firstWords(text)}
		}
		return nil // any other takes it with its status
	}
	f := &failure{text: fmt.Sprintf("%s answers errcode %d: %s", host, *said.Code, said.Text)}
	switch *said.Code {
	case 0:
		return nil
	case codeOften, codeOftenOld:
		f.wait, f.busy = tooOften, true
	case codeBusy:
	default:
		f.final = true
	}
	return f
}

// after is how long the receiver asks to be left alone, at most longestWait.
func after(answer *http.Response) time.Duration {
	text := answer.Header.Get("Retry-After")
	wait := time.Duration(0)
	if seconds, err := strconv.Atoi(text); err == nil && seconds > 0 && seconds < 1<<20 {
		wait = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(text); err == nil {
		if sent, err := http.ParseTime(answer.Header.Get("Date")); err == nil { // by its own clock
			wait = at.Sub(sent)
		}
	}
	return min(max(0, wait), longestWait)
}

func firstWords(text []byte) string {
	return short(strings.Join(strings.Fields(tame(string(text))), " "), 80)
}
