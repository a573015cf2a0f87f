package apache

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
)

// Ports below those that systems give to outgoing connections (Linux from 32768 on, others from 49152): a broker starts seconds
// after its port was chosen, and again after a kill; meanwhile nobody should get it by chance.
const firstPort, lastPort = 12_000, 32_000

func (c *Cluster) freePort() (int, error) {
	var err error
	for range 100 {
		port := firstPort + rand.IntN(lastPort-firstPort)
		if slices.ContainsFunc(c.Nodes, func(n *Node) bool { return slices.Contains(n.Ports, port) }) {
			continue
		}
		ln, listenErr := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if listenErr == nil {
			return port, ln.Close()
		}
		err = errors.Join(err, listenErr)
	}
	return 0, fmt.Errorf("no free port for Kafka between %d and %d: %w", firstPort, lastPort, err)
}
