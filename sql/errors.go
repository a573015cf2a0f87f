package sql

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"
	"syscall"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// Code is the ClickHouse code of an error, 0 if it is none of ClickHouse's.
func Code(err error) int {
	var ex *clickhouse.Exception
	if errors.As(err, &ex) {
		return int(ex.Code)
	}
	return 0
}

// Codes that callers may have to tell apart.
const (
	codeTableExists     = 57
	codeUnknownTable    = 60
	codeAuthentication  = 516
	codeWrongPassword   = 193
	codeUnknownUser     = 192
	codeAccessDenied    = 497
	codeRequiredPassord = 194
)

// remedies are what to do about errors of ClickHouse whose own words leave that open.
var remedies = map[int]string{
	40:  "a file of the store is damaged: restore the folder from a backup, or detach the part that is named; what Kafka still holds can be read again",
	76:  "see that ClickHouse may write its folder",
	243: "free space on the disk of ClickHouse's folder",
	252: "wait until merges have caught up; if they do not, see ClickHouse's CPU, disk and system.merges",
	271: "a file of the store is damaged: restore the folder from a backup, or detach the part that is named; what Kafka still holds can be read again",
}

// frameRest is what the driver leaves of the frame around an error that comes mid-stream.
var frameRest = regexp.MustCompile(`(?s)\n\d+ [0-9a-z]+\r?\n__exception__.*$`)

// clean says which query failed and takes out what the way to ClickHouse put
// around the reason: URLs, HTTP statuses, the driver's own steps.
func clean(what string, err error) error {
	if err == nil {
		return nil
	}
	var ex *clickhouse.Exception
	if errors.As(err, &ex) {
		ex.Message = frameRest.ReplaceAllString(ex.Message, "")
		if remedy := remedies[int(ex.Code)]; remedy != "" {
			return fmt.Errorf("%s: %w: %s", what, ex, remedy)
		}
		return fmt.Errorf("%s: %w", what, ex)
	}
	var u *url.Error
	if errors.As(err, &u) { // it shows the whole request
		return fmt.Errorf("%s: %w", what, u.Err)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// connectError says what could not be reached and what to do.
func connectError(t target, err error) error {
	var (
		dns *net.DNSError
		u   *url.Error
		ex  *clickhouse.Exception
	)
	short := err
	if errors.As(err, &u) {
		short = u.Err
	}
	switch {
	case errors.As(err, &ex):
		switch int(ex.Code) {
		case codeAuthentication, codeWrongPassword, codeUnknownUser, codeRequiredPassord:
			return fmt.Errorf("clickhouse %s refused user %q: check the user and the password in clickhouse.dsn (code %d)", t.where(), t.user, ex.Code)
		case codeAccessDenied:
			return fmt.Errorf("clickhouse %s: user %q may not create database %s: create it, or grant the right: %w", t.where(), t.user, t.database, ex)
		}
		return fmt.Errorf("clickhouse %s: %w", t.where(), ex)
	case errors.As(err, &dns):
		return fmt.Errorf("clickhouse %s: no such host %s: correct clickhouse.dsn", t.where(), dns.Name)
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Errorf("clickhouse %s: nothing listens there: start the server, or correct clickhouse.dsn (8123 is HTTP, 9000 is not)", t.where())
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("clickhouse %s: no answer in time: check the network and the server: %w", t.where(), context.DeadlineExceeded)
	case strings.Contains(short.Error(), "malformed HTTP"), strings.Contains(short.Error(), "server gave HTTP response to HTTPS"):
		return fmt.Errorf("clickhouse %s: that port does not speak %s: use the HTTP port, 8123, or 8443 with https", t.where(), t.scheme)
	}
	return fmt.Errorf("clickhouse %s: %w", t.where(), short)
}
