// Command kafka runs Apache Kafka on this machine for trials and tests: `make kafka`, `make kafka-stop`, `make test-kafka`.
//
//	kafka start [-brokers 3] [-port 19092]   start in the background
//	kafka stop                               stop what start started
//	kafka run [-brokers 3] -- COMMAND …      start an empty one on free ports, run the command with LINLI_TEST_KAFKA, stop
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/linli-project/linli/ingest/kafkatest"
	"github.com/linli-project/linli/ingest/kafkatest/apache"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() > 0 { // the command has said why
		os.Exit(exit.ExitCode())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "kafka:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New("say start, stop or run")
	}
	flags := flag.NewFlagSet(args[0], flag.ExitOnError)
	dir := flags.String("dir", kafkatest.Cache(), "folder of jars and data")
	brokers := flags.Int("brokers", 1, "how many")
	port := flags.Int("port", 19092, "the first broker's plaintext port; its other listeners and the other brokers follow")
	_ = flags.Parse(args[1:])
	trial := filepath.Join(*dir, "trial")
	switch args[0] {
	case "start":
		return start(ctx, *dir, apache.Options{Dir: trial, Brokers: *brokers, Port: *port, Outlive: true})
	case "stop":
		n, err := apache.Stop(trial, 30*time.Second)
		fmt.Printf("Kafka brokers stopped: %d; their data is in %s\n", n, trial)
		return err
	case "run":
		return with(ctx, *dir, *brokers, flags.Args())
	}
	return fmt.Errorf("%q is no command: say start, stop or run", args[0])
}

func start(ctx context.Context, dir string, o apache.Options) (err error) {
	if pids := apache.Running(o.Dir); len(pids) > 0 {
		return fmt.Errorf("brokers run already (processes %v): make kafka-stop ends them", pids)
	}
	if o.Libs, err = apache.Fetch(ctx, dir); err != nil {
		return err
	}
	c, err := apache.Start(ctx, o)
	if err != nil {
		return err
	}
	fmt.Printf(`Apache Kafka serves on this machine (brokers: %d). For Linli, with the same settings in linli.yaml or the environment:
  plaintext         LINLI_KAFKA_BROKERS=%s
  TLS               LINLI_KAFKA_BROKERS=%s LINLI_KAFKA_TLS_ENABLED=true LINLI_KAFKA_TLS_CA=%s
                    LINLI_KAFKA_TLS_CERT=%s LINLI_KAFKA_TLS_KEY=%s
  SASL              LINLI_KAFKA_BROKERS=%s LINLI_KAFKA_SASL_MECHANISM=SCRAM-SHA-512 (or SCRAM-SHA-256; PLAIN over TLS only)
                    LINLI_KAFKA_SASL_USER=%s LINLI_KAFKA_SASL_PASSWORD=%s
  SASL over TLS     LINLI_KAFKA_BROKERS=%s with both
logs and data: %s · stop: make kafka-stop
`, len(c.Nodes), strings.Join(c.Addrs(apache.Plaintext), ","), strings.Join(c.Addrs(apache.TLS), ","), c.File("ca.pem"), c.File("client.pem"), c.File("client.key"),
		strings.Join(c.Addrs(apache.SASLPlaintext), ","), apache.User, apache.Password, strings.Join(c.Addrs(apache.SASLTLS), ","), o.Dir)
	return nil
}

// with runs a command beside an empty Kafka that is gone afterwards, however the command ends.
func with(ctx context.Context, dir string, brokers int, command []string) (err error) {
	if len(command) == 0 {
		return errors.New("run wants a command, such as: kafka run -- go test ./ingest/topic")
	}
	libs, err := apache.Fetch(ctx, dir)
	if err != nil {
		return err
	}
	data, err := os.MkdirTemp("", "linli-kafka-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(data) }()
	c, err := apache.Start(ctx, apache.Options{Libs: libs, Dir: data, Brokers: brokers, Java: apache.Brisk})
	if err != nil {
		return err
	}
	defer c.Kill() // nobody needs its data
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.Env = append(os.Environ(), kafkatest.Env+"="+strings.Join(c.Addrs(apache.Plaintext), ","))
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	return cmd.Run()
}
