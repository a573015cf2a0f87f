package topic_test

import (
	"errors"
	"testing"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/kafkatest"
	"github.com/linli-project/linli/ingest/kafkatest/apache"
	"github.com/linli-project/linli/ingest/topic"
)

func TestApacheKafka(t *testing.T) {
	k := kafkatest.Own(t, 1)
	t.Run("every door", func(t *testing.T) { everyDoor(t, k) })
	t.Run("topics of others", func(t *testing.T) { topicsOfOthers(t, k) })
}

// everyDoor comes in by each listener, and in each wrong way.
func everyDoor(t *testing.T, k *apache.Cluster) {
	n := k.Nodes[0]
	plain, encrypted, login, both := n.Addr(apache.Plaintext), n.Addr(apache.TLS), n.Addr(apache.SASLPlaintext), n.Addr(apache.SASLTLS)
	for _, l := range []apache.Listener{apache.Plaintext, apache.TLS, apache.SASLPlaintext, apache.SASLTLS} {
		mechanisms := apache.Mechanisms(l)
		if mechanisms == nil {
			mechanisms = []string{""}
		}
		for _, m := range mechanisms {
			if err := works(t, topic.Cluster{Brokers: k.Addrs(l)}, k.Security(l, m)); err != nil {
				t.Errorf("%s %s: %v", l, m, err)
			}
		}
	}
	right := k.Security(apache.SASLTLS, "SCRAM-SHA-512")
	with := func(change func(*topic.Security)) topic.Security {
		s := right
		change(&s)
		return s
	}
	encryptedOnly, loginOnly := topic.Security{TLS: right.TLS}, topic.Security{SASL: right.SASL}
	wrong := func(s *topic.Security) { s.SASL.Password = "another" }
	for _, r := range []refusal{
		{"wrong password", both, with(wrong), "user linli: [58] SASL Authentication Failed"},
		{"wrong password by PLAIN", both, with(func(s *topic.Security) { wrong(s); s.SASL.Mechanism = "PLAIN" }), "correct kafka.sasl.user and kafka.sasl.password"},
		{"mechanism that is not offered", login, topic.Security{SASL: topic.SASL{Mechanism: "PLAIN", User: "linli", Password: password}}, "set kafka.sasl.mechanism to one of SCRAM-SHA-"},
		{"unknown user", both, with(func(s *topic.Security) { s.SASL.User = "nobody" }), "user nobody: [58] SASL Authentication Failed"},
		{"not trusted", both, with(func(s *topic.Security) { s.TLS.CA = newPKI(t).caFile }), "set kafka.tls.ca"},
		{"another name", both, with(func(s *topic.Security) { s.TLS.ServerName = "kafka.example" }), "kafka.tls.server_name"},
		{"no certificate of ours", encrypted, encryptedOnly, "check kafka.tls.cert and kafka.tls.key"},
		{"TLS to plaintext", plain, encryptedOnly, "does not speak TLS on this port"},
		{"TLS and login to a port with login only", login, right, "does not speak TLS on this port"},
		{"plaintext to TLS", encrypted, topic.Security{}, "speaks TLS only on this port: set kafka.tls.enabled to true"},
		{"login to TLS", both, loginOnly, "speaks TLS only on this port: set kafka.tls.enabled to true"},
		{"no login", login, topic.Security{}, "wants a login on this port: set kafka.sasl.mechanism to one of SCRAM-"},
		{"no login over TLS", both, encryptedOnly, "wants a login on this port: set kafka.sasl.mechanism to one of "},
		{"login where none is wanted", plain, loginOnly, "this port takes no login"},
		{"may nothing", both, with(func(s *topic.Security) { s.SASL.User = apache.Stranger }), "grant this user Create, Describe"},
	} {
		r.check(t)
	}

	// What each part of the program says to somebody who may nothing.
	c, err := topic.Cluster{Brokers: k.Addrs(apache.SASLTLS), Partitions: 1}.Secure(with(func(s *topic.Security) { s.SASL.User = apache.Stranger }))
	if err != nil {
		t.Fatal(err)
	}
	_, endsErr := c.Ends(t.Context(), event.TopicClick)
	_, idErr := c.Identity(t.Context(), event.TopicClick)
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	for what, err := range map[string]error{"Ends": endsErr, "Identity": idErr, "Send": p.Send(t.Context(), event.TopicClick, []topic.Message{{Value: []byte("x")}})} {
		t.Logf("%s: %v", what, err)
		if err == nil {
			t.Errorf("%s: a stranger was let in", what)
		}
	}
}

// topicsOfOthers are used by somebody who may not make any.
func topicsOfOthers(t *testing.T, k *apache.Cluster) {
	boss := topic.Cluster{Brokers: k.Addrs(apache.Plaintext), Partitions: 1}
	if err := boss.Ensure(t.Context()); err != nil {
		t.Fatal(err)
	}
	client, done := boss.Client()
	defer done()
	req := &kafka.CreateACLsRequest{}
	for _, op := range []kafka.ACLOperationType{kafka.ACLOperationTypeRead, kafka.ACLOperationTypeWrite} { // each includes Describe
		req.ACLs = append(req.ACLs, kafka.ACLEntry{ResourceType: kafka.ResourceTypeTopic, ResourceName: "linli.", ResourcePatternType: kafka.PatternTypePrefixed,
			Principal: "User:" + apache.Stranger, Host: "*", Operation: op, PermissionType: kafka.ACLPermissionTypeAllow})
	}
	resp, err := client.CreateACLs(t.Context(), req)
	if err == nil {
		err = errors.Join(resp.Errors...)
	}
	if err != nil {
		t.Fatal(err)
	}
	s := k.Security(apache.SASLTLS, "SCRAM-SHA-256")
	s.SASL.User = apache.Stranger
	if err := works(t, topic.Cluster{Brokers: k.Addrs(apache.SASLTLS)}, s); err != nil {
		t.Error(err)
	}
}
