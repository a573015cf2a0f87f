package apache

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
)

const metaFile = "meta.properties"

// format prepares the storage of brokers that have none. Kafka's own tool does it for the first; the others get a copy under
// their own ids, which saves a start of Java for each.
func (c *Cluster) format(ctx context.Context) error {
	formatted, err := filepath.Glob(filepath.Join(c.dir, "*", "data", metaFile))
	if err != nil {
		return err
	}
	if n := len(formatted); n > 0 && n != len(c.Nodes) {
		return fmt.Errorf("%s holds the data of %d brokers, not of %d: start as many, or delete the folder", c.dir, n, len(c.Nodes))
	}
	if err := os.WriteFile(filepath.Join(c.dir, "log4j2.properties"), log4j, 0o640); err != nil {
		return err
	}
	for _, n := range c.Nodes {
		if err := errors.Join(os.MkdirAll(n.dir, 0o750), os.WriteFile(n.configFile(), []byte(c.properties(n)), 0o640)); err != nil {
			return err
		}
	}
	if len(formatted) > 0 {
		return nil
	}
	first := c.Nodes[0]
	args := slices.Concat(c.javaArgs(filepath.Join(first.dir, "format.log")), Brisk,
		[]string{"kafka.tools.StorageTool", "format", "--cluster-id", ClusterID, "--config", first.configFile()}, credentials())
	if out, err := exec.CommandContext(ctx, "java", args...).CombinedOutput(); err != nil {
		return fmt.Errorf("format Kafka's storage in %s: %w: %s", first.data(), err, lastLines(out))
	}
	for _, n := range c.Nodes[1:] {
		if err := n.formatLike(first); err != nil {
			return fmt.Errorf("format Kafka's storage in %s: %w", n.data(), err)
		}
	}
	return nil
}

var (
	nodeLine      = regexp.MustCompile(`(?m)^node\.id=.*$`)
	directoryLine = regexp.MustCompile(`(?m)^directory\.id=.*$`)
)

func (n *Node) formatLike(first *Node) error {
	if err := os.CopyFS(n.data(), os.DirFS(first.data())); err != nil {
		return err
	}
	meta, err := os.ReadFile(filepath.Join(n.data(), metaFile))
	if err != nil {
		return err
	}
	var id [16]byte
	_, _ = rand.Read(id[:])
	id[0] &= 0x7f // Kafka's ids do not begin with a hyphen, which a command line would take for an option
	meta = nodeLine.ReplaceAll(meta, fmt.Append(nil, "node.id=", n.ID))
	meta = directoryLine.ReplaceAll(meta, []byte("directory.id="+base64.RawURLEncoding.EncodeToString(id[:])))
	return os.WriteFile(filepath.Join(n.data(), metaFile), meta, 0o640)
}
