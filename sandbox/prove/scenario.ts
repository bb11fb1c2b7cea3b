import type { MirrorMakerConfig } from '../aiven/mirrormaker-config.ts';
import type { UserConfig } from '../aiven/state.ts';
import type { SandboxKafka } from '../kafka/sandbox-kafka.ts';

/** One flow between two clusters on which the user of MirrorMaker 2 has only what it is granted. */
export interface Scenario {
  readonly name: string;
  /** Fields of the flow beside its aliases and topics, as the Aiven API has them. */
  readonly flow: Readonly<Record<string, unknown>>;
  /** `user_config.kafka_mirrormaker` of the service. */
  readonly settings: UserConfig;
}

/** The names of one run. Each run has its own, so that several share a pair of clusters. */
export interface RunNames {
  readonly source: string;
  readonly target: string;
  readonly topic: string;
  readonly group: string;
  readonly user: string;
}

export function runNames(run: string): RunNames {
  return {
    source: `src${run}`,
    target: `dst${run}`,
    topic: `orders${run}`,
    group: `billing${run}`,
    user: `mm2-${run}`,
  };
}

/** The flow as the emulated API would hand it to MirrorMaker 2: both clusters are integration endpoints. */
export function scenarioConfig(options: {
  readonly scenario: Scenario;
  readonly names: RunNames;
  readonly password: string;
  readonly source: SandboxKafka;
  readonly target: SandboxKafka;
}): MirrorMakerConfig {
  const { scenario, names, password } = options;
  const endpoint = (alias: string, kafka: SandboxKafka) => ({
    alias,
    source: {
      type: 'endpoint' as const,
      name: alias,
      userConfig: {
        bootstrap_servers: kafka.bootstrapServers,
        security_protocol: 'SASL_SSL',
        sasl_mechanism: 'SCRAM-SHA-512',
        sasl_plain_username: names.user,
        sasl_plain_password: password,
        ssl_ca_cert: kafka.caPem,
        ssl_endpoint_identification_algorithm: 'https',
      },
    },
    tuning: { consumer_auto_offset_reset: 'earliest' },
  });
  return {
    project: 'acme',
    service: `mm2-${names.source}`,
    clusters: [endpoint(names.source, options.source), endpoint(names.target, options.target)],
    flows: [
      {
        source_cluster: names.source,
        target_cluster: names.target,
        enabled: true,
        topics: [names.topic],
        replication_factor: 1,
        ...scenario.flow,
      },
    ],
    settings: { groups: names.group, ...scenario.settings },
  };
}
