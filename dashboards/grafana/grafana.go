// Package grafana holds boards for Grafana and their provisioning: boards/*.json
// read the semantic views (v_…) through the ClickHouse data source, nothing else.
// Mount provisioning/ as /etc/grafana/provisioning and boards/ where
// provisioning/dashboards/linli.yaml looks for them.
package grafana

import "embed"

// Boards are the boards as files.
//
//go:embed boards/*.json
var Boards embed.FS
