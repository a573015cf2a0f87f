package apache

import (
	"fmt"
	"path/filepath"
	"strings"
)

// ClusterID is what the brokers call themselves, so that tests, which delete topics, can tell them from anybody's Kafka.
const ClusterID = "linli-test-kafka-00000"

// Who may do what: User and a client with the certificate ClientName everything, Stranger may log in and nothing else. The
// passwords are no secrets, as the brokers listen on loopback and hold what a test or a trial put there.
const (
	User       = "linli"
	Stranger   = "stranger"
	Password   = "linli-trial"
	ClientName = "linli-client"
)

// Listener is a way to reach the brokers.
type Listener string

// The listeners that each broker has.
const (
	Plaintext     Listener = "PLAINTEXT"
	TLS           Listener = "TLS" // asks for a client certificate
	SASLPlaintext Listener = "LOGIN"
	SASLTLS       Listener = "TLSLOGIN"
	controller    Listener = "CONTROLLER"
)

var listeners = []Listener{Plaintext, TLS, SASLPlaintext, SASLTLS, controller}

// properties is the configuration of one broker.
func (c *Cluster) properties(n *Node) string {
	var listen, voters []string
	for i, l := range listeners {
		listen = append(listen, fmt.Sprintf("%s://127.0.0.1:%d", l, n.Ports[i]))
	}
	for _, other := range c.Nodes {
		voters = append(voters, fmt.Sprintf("%d@127.0.0.1:%d", other.ID, other.Ports[len(listeners)-1]))
	}
	replicas := min(3, len(c.Nodes))
	return fmt.Sprintf(`process.roles=broker,controller
node.id=%d
log.dirs=%s
controller.quorum.voters=%s
controller.listener.names=CONTROLLER
listeners=%s
advertised.listeners=%s
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,TLS:SSL,LOGIN:SASL_PLAINTEXT,TLSLOGIN:SASL_SSL
inter.broker.listener.name=PLAINTEXT
auto.create.topics.enable=false
group.initial.rebalance.delay.ms=0
offsets.topic.num.partitions=3
offsets.topic.replication.factor=%d
transaction.state.log.replication.factor=%d
transaction.state.log.min.isr=1
log.cleaner.dedupe.buffer.size=8388608
num.network.threads=2
num.io.threads=4
# A broker that is gone is replaced after 3 s: trials and tests wait for that.
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
# Whom nothing allows, may nothing.
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS;User:%s;User:CN=%s
ssl.keystore.type=PEM
ssl.keystore.location=%s
ssl.truststore.type=PEM
ssl.truststore.location=%s
listener.name.tls.ssl.client.auth=required
# PLAIN sends the password as it is, so only behind TLS.
listener.name.login.sasl.enabled.mechanisms=SCRAM-SHA-256,SCRAM-SHA-512
listener.name.tlslogin.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
%s`, n.ID, n.data(), strings.Join(voters, ","), strings.Join(listen, ","), strings.Join(listen[:len(listen)-1], ","),
		replicas, replicas, User, ClientName, filepath.Join(c.dir, fileServer), filepath.Join(c.dir, fileCA), logins())
}

func logins() string {
	var out strings.Builder
	fmt.Fprintf(&out, "listener.name.tlslogin.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\" user_%s=\"%s\";\n",
		User, Password, Stranger, Password)
	for _, l := range []string{"login", "tlslogin"} {
		for _, m := range []string{"scram-sha-256", "scram-sha-512"} {
			fmt.Fprintf(&out, "listener.name.%s.%s.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;\n", l, m)
		}
	}
	return out.String()
}

// credentials are the arguments that add the SCRAM users when storage is formatted.
func credentials() (args []string) {
	for _, m := range []string{"SCRAM-SHA-256", "SCRAM-SHA-512"} {
		for _, user := range []string{User, Stranger} {
			args = append(args, "--add-scram", fmt.Sprintf("%s=[name=%s,iterations=4096,password=%s]", m, user, Password))
		}
	}
	return args
}
