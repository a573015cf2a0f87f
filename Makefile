# Two doors: `make demo` shows the running product, `make test` passes the tests. Both do all the set-up.
# Needs Go, npm, make and git. Everything else comes from the Go module proxy and the npm registry, pinned by go.sum and
# package-lock.json.

SHELL := /bin/bash
export CGO_ENABLED := 0
# One set of flags for building and testing: the compiler's cache serves both.
export GOFLAGS := $(GOFLAGS) -trimpath
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
ARGS ?=
# The lock file pins the engine of Linux on x86-64; other machines fetch its sister of the same version.
CHDB_VERSION := 26.7.3-stable.1
CHDB_PLATFORM := $(patsubst Linux-x86_64,,$(patsubst Linux-aarch64,linux-arm64-gnu,$(patsubst Darwin-arm64,darwin-arm64,$(patsubst Darwin-x86_64,darwin-x64,$(shell uname -sm | tr ' ' -)))))
LINT := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

.PHONY: help demo test build setup npm warm tools lint test-browser kafka kafka-stop test-kafka chaos fuzz fmt clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

demo: build ## build, load a simulated community and show the running product (ARGS=--once: load, check, stop)
	@bin/linli demo $(ARGS)

test: setup ## set up and run every test against the real engine and the real protocol
	LINLI_TEST_REQUIRE_CHDB=1 go vet ./...
	LINLI_TEST_REQUIRE_CHDB=1 go test -timeout 20m ./...

build: setup ## build bin/linli, one static binary
	@go build -ldflags '-s -w -X main.version=$(VERSION)' -o bin/linli ./cmd/linli

# npm and the compiler's first, long run share the two cores.
setup: tools ## fetch libchdb and ECharts, bundle the charts
	@$(MAKE) --no-print-directory -j2 npm warm

npm: dashboards/assets/dist/charts.js

warm:
	@go build ./... 

tools:
	@command -v go >/dev/null || { echo 'make: go is missing: install Go 1.26 or newer' >&2; exit 1; }
	@command -v npm >/dev/null || { echo 'make: npm is missing: install Node.js 20 or newer; npm brings libchdb (the ClickHouse engine) and ECharts' >&2; exit 1; }

node_modules/.package-lock.json: package-lock.json package.json
	@echo 'fetching libchdb and ECharts with npm …'
	@npm ci --no-audit --no-fund --loglevel=error
	@if [ -n '$(CHDB_PLATFORM)' ]; then npm install --no-save --no-audit --no-fund --loglevel=error @chdb/lib-$(CHDB_PLATFORM)@$(CHDB_VERSION); fi
	@touch $@

dashboards/assets/dist/charts.js: node_modules/.package-lock.json dashboards/assets/charts.js
	@npm run --silent build
	@touch $@

# BROKERS=3 starts three. Needs Java 17 and Maven, or KAFKA_HOME with an unpacked Kafka 4; what is fetched stays in .kafka.
KAFKA := go run ./ingest/kafkatest/kafka

kafka: ## start Apache Kafka on this machine in the background (BROKERS=3: three brokers)
	@$(KAFKA) start -brokers $(or $(BROKERS),1)

kafka-stop: ## stop what `make kafka` started; its data stays
	@$(KAFKA) stop

# Topics have fixed names, so packages take turns. Those that ask for a Kafka are found by their imports.
test-kafka: setup ## run the tests that use Kafka against Apache Kafka, which is started for them and stopped
	LINLI_TEST_REQUIRE_CHDB=1 $(KAFKA) run -- go test -p 1 -count 1 -timeout 5m \
	  $$(grep -rl --include='*_test.go' '/ingest/kafkatest"' cmd ingest jobs | xargs -n 1 dirname | sort -u | sed 's|^|./|')

# Also SEED=7, RATE=1000, and BROKERS=3 for an Apache Kafka of three: see go run ./ingest/chaos -h. The last line is the report.
chaos: setup ## kill, pause, add sinks, broker and engine while events flow, then count; five minutes (KILLS=200 or DURATION=1h)
	@go run ./ingest/chaos $(if $(KILLS),-kills $(KILLS)) $(if $(DURATION),-duration $(DURATION)) $(if $(SEED),-seed $(SEED)) \
	  $(if $(RATE),-rate $(RATE)) $(if $(BROKERS),-kafka $(BROKERS))

test-browser: build ## sign in as each role and look at the pages in headless Chromium
	go test -tags browser -run Browser -count=1 -v ./cmd/linli

fuzz: ## fuzz the event decoder and the importers for FUZZTIME each (default 60s)
	for f in FuzzDecode FuzzComposed FuzzRecordReuse; do go test -run '^$$' -fuzz "^$$f$$" -fuzztime $(or $(FUZZTIME),60s) ./ingest/event || exit 1; done
	go test -run '^$$' -fuzz FuzzText -fuzztime $(or $(FUZZTIME),60s) ./ingest/tabular
	go test -run '^$$' -fuzz FuzzParquet -fuzztime $(or $(FUZZTIME),60s) ./ingest/tabular
	go test -run '^$$' -fuzz FuzzSplit -fuzztime $(or $(FUZZTIME),60s) ./ingest/collect
	go test -run '^$$' -fuzz FuzzOrders -fuzztime $(or $(FUZZTIME),60s) ./ingest/replay

lint: ## run the linters of .golangci.yml
	go run $(LINT) run ./...

fmt: ## format the Go code
	gofmt -w cmd dashboards ingest jobs models sql

clean: ## remove what was built and fetched, keep data
	rm -rf bin node_modules .kafka/libs dashboards/assets/dist/*.js
