import type { Aiven } from '../../aiven/aiven.ts';
import type { Writers } from '../../model/writer.ts';
import type { Spec } from '../../spec/spec.ts';
import type { ExternalAccess } from './read-live.ts';

/** Which adapter writes what: the one place that knows that a cluster is Aiven's or external. */
export function writersFor(options: {
  readonly spec: Spec;
  readonly aiven: Aiven;
  readonly external: ReadonlyMap<string, ExternalAccess>;
}): Writers {
  const { spec, aiven, external } = options;
  const address = (key: string) => {
    const cluster = spec.clusters.get(key);
    return cluster?.type === 'aiven' ? { project: cluster.project, service: cluster.service } : undefined;
  };
  const kafka = (key: string) => {
    const access = external.get(key);
    if (access?.state !== 'open')
      throw new Error(`${key} cannot be written: ${access?.reason.message ?? 'it is not in the spec'}`);
    return access.cluster;
  };
  return {
    endpoint: () => aiven.endpoints,
    integration: () => aiven.integrations,
    flow: () => aiven.flows,
    topic: ({ cluster }) => {
      const service = address(cluster);
      return service === undefined ? kafka(cluster).topics : aiven.topics(service);
    },
    'kafka-acl': ({ cluster }) => {
      const service = address(cluster);
      return service === undefined ? kafka(cluster).kafkaAcls : aiven.kafkaAcls(service);
    },
    'aiven-acl': ({ cluster }) => {
      const service = address(cluster);
      if (service === undefined) throw new Error(`${cluster} is an external cluster and has no Aiven ACLs`);
      return aiven.aivenAcls(service);
    },
  };
}
