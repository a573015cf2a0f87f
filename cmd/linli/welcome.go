package main

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/dashboards"
)

// reader is somebody who may sign in, with the link that does it.
type reader struct {
	login, title, link string
}

// linkDays is how long the printed links work.
const linkDays = 7

// accounts makes one account for each kind of reader; the owner has the store that sells the most.
func (d *demo) accounts(ctx context.Context, site *dashboards.Site) ([]reader, error) {
	var store struct {
		StoreID string `ch:"store_id"`
		Name    string `ch:"name"`
	}
	if _, err := d.s.db.Get(ctx, &store, "ingest/busiest_store", nil); err != nil {
		return nil, err
	}
	list := []struct {
		account dashboards.Account
		title   string
	}{
		{dashboards.Account{Login: "owner", Name: "店主", Role: "owner", Stores: []string{store.StoreID}}, "店主 store owner, " + store.Name},
		{dashboards.Account{Login: "merchandiser", Name: "选品", Role: "merchandiser"}, "选品 merchandiser"},
		{dashboards.Account{Login: "manager", Name: "管理层", Role: "manager"}, "管理层 management"},
	}
	var who []reader
	for _, a := range list {
		if err := dashboards.AddAccount(ctx, d.s.db, a.account, ""); err != nil {
			return nil, err
		}
		link, err := site.SignInLink(ctx, a.account.Login, linkDays*24*time.Hour)
		if err != nil {
			return nil, err
		}
		who = append(who, reader{a.account.Login, a.title, link})
	}
	return who, nil
}

func (d *demo) welcome(who []reader, took time.Duration) {
	w := d.out
	fmt.Fprintf(w, "\nReady after %.0f s. Sign in with one click (links work %d days):\n\n", took.Seconds(), linkDays)
	for _, r := range who {
		fmt.Fprintf(w, "  %s\n    %s\n", r.title, r.link)
	}
	fmt.Fprintf(w, "\nWhile it runs:\n")
	fmt.Fprintf(w, "  Kafka      kcat -b %s -L\n", d.s.cluster.Brokers[0])
	if addr := d.s.db.HTTPAddr(); addr != "" {
		fmt.Fprintf(w, "  ClickHouse curl 'http://%s/' --data 'SELECT count() FROM order_event'\n", addr)
	}
	fmt.Fprintf(w, "  collector  curl %s/v1/events --data '{\"event_id\":\"mine-1\",\"type\":\"click\",…}'\n", d.s.url())
	fmt.Fprintf(w, "\nCtrl-C stops it; a later start goes on with the same data.\n")
}
