package topic

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/twmb/franz-go/pkg/kmsg"
)

// ask sends one request of Kafka's protocol and reads its answer, for requests and versions that kafka-go does not know.
// It returns io.EOF when the broker hangs up instead.
func ask(ctx context.Context, conn net.Conn, req kmsg.Request, resp kmsg.Response) (err error) {
	defer func() {
		if err != nil && ctx.Err() != nil {
			err = ctx.Err()
		}
	}()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return err
	}
	if _, err := conn.Write(kmsg.NewRequestFormatter(kmsg.FormatterClientID(clientID)).AppendRequest(nil, req, 1)); err != nil {
		return err
	}
	var head [4]byte
	if _, err := io.ReadFull(conn, head[:]); err != nil {
		return err
	}
	size := binary.BigEndian.Uint32(head[:])
	if size < 5 || size > 64<<20 {
		return fmt.Errorf("an answer of %d bytes: is that Kafka?", size)
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(conn, body); err != nil {
		return err
	}
	body = body[4:]                                                // the correlation id
	if req.IsFlexible() && req.Key() != kmsg.ApiVersions.Int16() { // and an empty set of tags
		body = body[1:]
	}
	resp.SetVersion(req.GetVersion())
	return resp.ReadFrom(body)
}
