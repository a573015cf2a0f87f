package main

import (
	"strings"
	"testing"
)

// TestUnknownVariables: a slip is refused with the right name, what others put into the environment is left alone.
func TestUnknownVariables(t *testing.T) {
	for entry, want := range map[string]string{
		"LINLI_KAFKA_BROKER=x":                  "LINLI_KAFKA_BROKERS",
		"LINLI_CLIKHOUSE_DSN=x":                 "LINLI_CLICKHOUSE_DSN",
		"LINLI_COLLECTOR_KEY=x":                 "LINLI_COLLECTOR_KEYS",
		"LINLI_WEB_ADDRESS_TO_LISTEN_ON=x":      "config dump",
		"LINLI_COLLECTOR_KEYS=x":                "",
		"LINLI_TEST_REQUIRE_CHDB=1":             "",
		"LINLI_CHDB_LIBRARY=x":                  "",
		"LINLI_SERVICE_HOST=10.0.0.1":           "",
		"LINLI_WEB_PORT_8080_TCP_ADDR=10.0.0.1": "",
		"LINLI_SOMEBODY_ELSES=1":                "",
		"OTHER_KAFKA_BROKER=x":                  "",
	} {
		err := unknownVariables([]string{"HOME=/", entry})
		if (want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", entry, err, want)
		}
	}
}
