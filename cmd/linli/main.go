// Command linli streams a community group-buying shop's clicks, orders and shares through Kafka into ClickHouse and turns
// them into profiles, product selection, forecasts, order sheets and dashboards. This package is wiring only: one file per
// command, and the stack that starts the parts in order and stops them in reverse.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// version is set by the linker: make build.
var version = "dev"

func main() {
	signal.Ignore(syscall.SIGXFSZ) // writing beyond ulimit -f fails like a full disk, also on the engine's own threads
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	cmd := root()
	cmd.SetArgs(commented(os.Args[1:]))
	err := cmd.ExecuteContext(ctx)
	stop()
	if err != nil {
		if errors.Is(err, context.Canceled) && ctx.Err() != nil {
			fmt.Fprintln(os.Stderr, "linli: stopped")
			os.Exit(130)
		}
		var exit exitError
		if !errors.As(err, &exit) {
			exit = exitError{1, err}
		}
		if exit.err != nil {
			fmt.Fprintln(os.Stderr, "linli: "+err.Error())
		}
		os.Exit(exit.code)
	}
}

// shared are the flags of every command.
type shared struct {
	configFile string
	dir        string
}

func root() *cobra.Command {
	var g shared
	cmd := &cobra.Command{
		Use:   "linli",
		Short: "Linli 邻里: from clicks, orders and shares to a neighbourhood store's decisions",
		Long: `Linli 邻里 streams the clicks, orders and shares of a community group-buying
mini-program through Kafka into ClickHouse, where scheduled jobs build community
profiles, product-selection advice and inventory forecasts, and shows them to
store owners, merchandisers and management.`,
		Example: `  linli demo                              # a simulated community, everything on this machine
  linli serve --config linli.yaml         # run the product
  linli replay orders.jsonl --as order    # send events from a file through Kafka
  linli report --store s01 --date 2026-11-22 --format md`,
		SilenceUsage:  true,
		SilenceErrors: true,
		// a mistake gets one line
		DisableSuggestions: true,
		Version:            version,
	}
	cmd.SetVersionTemplate("linli {{.Version}}\n")
	cmd.PersistentFlags().StringVar(&g.configFile, "config", "", "configuration file (default linli.yaml if it is there)")
	cmd.PersistentFlags().StringVar(&g.dir, "dir", "", "data folder, overrides the configuration's dir")
	cmd.AddCommand(demoCommand(&g), serveCommand(&g), migrateCommand(&g), replayCommand(&g), simulateCommand(&g), benchCommand(&g), importCommand(&g), deadCommand(&g), runCommand(&g),
		jobsCommand(&g), reportCommand(&g), messageCommand(&g), accountCommand(&g), queryCommand(&g), auditCommand(&g), evalCommand(), doctorCommand(&g), configCommand(&g),
		eraseCommand(&g), optoutCommand(&g))
	return cmd
}
