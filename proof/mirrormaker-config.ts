import type { MirrorMakerConfig } from '../sandbox/aiven/mirrormaker-config.ts';
import type { ServiceLogin } from '../sandbox/mirrormaker/cluster-login.ts';
import { wireSettings } from '../src/aiven/mirrormaker/flow-fields.ts';
import type { Derived } from './derive.ts';
import type { GrantedClusters } from './grant.ts';
import type { RunNames, Scenario } from './scenario.ts';

/** What the emulated Aiven API would hand to the MirrorMaker 2 of one service, had this action written the flows there. */
export function mirrorMakerConfigOf(options: {
  readonly scenario: Scenario;
  readonly service: string;
  readonly names: RunNames;
  readonly derived: Derived;
  readonly clusters: GrantedClusters;
  readonly password: string;
}): MirrorMakerConfig {
  const { scenario, service, names, derived, clusters, password } = options;
  const flows = derived.flows.filter(({ id }) => id.service === service);
  const attached = new Set(flows.flatMap(({ id }) => [id.source, id.target]));
  return {
    project: 'acme',
    service,
    clusters: [...attached].map((alias) => {
      const { key, type, kafka } = clusterOf(clusters, names.clusterOf(alias));
      return {
        alias,
        source:
          type === 'service'
            ? { type, project: 'acme', service: key }
            : {
                type: 'endpoint',
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
      };
    }),
    flows: flows.map(({ id, settings }) => ({
      source_cluster: id.source,
      target_cluster: id.target,
      enabled: settings.enabled,
      ...wireSettings(settings),
    })),
    settings: {
      ...scenario.settings,
      ...scenario.liveSettings,
      // An offset sync for every record, so that what is kept of them does not depend on when a task starts.
      offset_lag_max: 0,
      groups: names.flows.map(({ group }) => `${group}.*`).join(','),
    },
  };
}

function clusterOf(clusters: GrantedClusters, key: string) {
  const cluster = clusters.get(key);
  if (cluster === undefined) throw new Error(`the run has no cluster ${key}`);
  return cluster;
}

/** How MirrorMaker 2 reaches the Aiven services of a run. */
export function serviceLogins(options: {
  readonly names: RunNames;
  readonly clusters: GrantedClusters;
  readonly password: string;
}): (project: string, service: string) => ServiceLogin | undefined {
  return (_project, service) => {
    const cluster = options.clusters.get(service);
    return (
      cluster && {
        bootstrapServers: cluster.kafka.bootstrapServers,
        caPem: cluster.kafka.caPem,
        username: options.names.user,
        password: options.password,
        brokers: 1,
      }
    );
  };
}
