package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/topic"
)

// KafkaTLSConfig says how connections to kafka.brokers are encrypted.
type KafkaTLSConfig struct {
	Enabled    bool   `yaml:"enabled" comment:"true encrypts and checks the brokers' certificates"`
	CA         string `yaml:"ca" comment:"PEM file of the authority that signed them; empty takes the system's"`
	Cert       string `yaml:"cert" comment:"PEM file of our own certificate, for brokers that ask for one"`
	Key        string `yaml:"key" comment:"PEM file of its key"`
	ServerName string `yaml:"server_name" comment:"name expected in the brokers' certificates; empty takes each broker's host"`
	Insecure   bool   `yaml:"insecure" comment:"true takes any certificate, an impostor's too: for a trial only"`
}

// KafkaSASLConfig says who logs in to kafka.brokers.
type KafkaSASLConfig struct {
	Mechanism string `yaml:"mechanism" comment:"PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512; empty does not log in"`
	User      string `yaml:"user"`
	Password  string `yaml:"password" comment:"better in the environment: LINLI_KAFKA_SASL_PASSWORD"`
}

// cluster is how to reach the configured brokers; it has none where the embedded one is meant.
func (k KafkaConfig) cluster() (topic.Cluster, error) {
	c := topic.Cluster{Brokers: k.Brokers, Partitions: k.Partitions, ReplicationFactor: k.ReplicationFactor}
	if len(k.Brokers) == 0 {
		if k.TLS != (KafkaTLSConfig{}) || k.SASL != (KafkaSASLConfig{}) {
			return c, errors.New("kafka.tls and kafka.sasl are set, but kafka.brokers is not: the embedded broker has neither; set kafka.brokers, or leave them out")
		}
		return c, nil
	}
	return c.Secure(topic.Security{TLS: topic.TLS(k.TLS), SASL: topic.SASL(k.SASL)})
}

// kafka checks that the brokers answer, let us in, and hold the topics or let us make them.
func (d *doctor) kafka(ctx context.Context, k KafkaConfig) {
	c, err := k.cluster()
	var id string
	if err == nil {
		id, err = c.Ping(ctx)
	}
	if !d.say("kafka", err, "%s answer as cluster %s (%s)", strings.Join(k.Brokers, ", "), id, k.manner()) {
		return
	}
	for _, name := range topic.All {
		ends, err := c.Ends(ctx, name)
		if errors.Is(err, kafka.UnknownTopicOrPartition) {
			d.say(name, nil, "is not there yet: serve makes it")
			continue
		}
		d.say(name, err, "%d partitions", len(ends))
	}
}

// manner tells how the brokers are reached.
func (k KafkaConfig) manner() string {
	text := "not encrypted"
	if k.TLS.Enabled {
		text = "TLS"
	}
	if k.TLS.Insecure {
		text += " that takes any certificate"
	}
	if k.SASL.Mechanism != "" {
		text += fmt.Sprintf(", user %s by %s", k.SASL.User, k.SASL.Mechanism)
		if k.SASL.Mechanism == "PLAIN" && !k.TLS.Enabled {
			text += ", whose password anybody on the way can read"
		}
	}
	return text
}
