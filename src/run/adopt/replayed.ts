import type { AivenReader } from '../../aiven/aiven.ts';
import type { KafkaReader } from '../../kafka/kafka.ts';
import type { LiveCluster } from '../../model/live.ts';
import { known, unknown } from '../../model/reading.ts';
import { unreadCluster } from '../../model/unread-cluster.ts';
import type { Spec } from '../../spec/spec.ts';
import type { WhatWasRead } from '../systems/make-plan.ts';
import type { ReadAccess } from '../systems/read-live.ts';
import type { ReadSystems } from '../systems/systems.ts';

/**
 * What was read for a plan, in the place of the systems themselves: another spec can be planned against the same state, and nobody is
 * asked. What was not read is unknown.
 */
export function replayed({ live, logins }: WhatWasRead, { clusters }: Spec): ReadSystems {
  const external = [...clusters.values()].filter(({ type }) => type === 'external');
  const access = external.map(({ key }): readonly [string, ReadAccess] => [
    key,
    { state: 'open', cluster: replayedCluster(key, { live, logins }) },
  ]);
  return { aiven: replayedAiven({ live }), external: new Map(access), mirrors: new Map(access) };
}

const notRead = unknown('incomplete', 'it was not read for the plan that this one is held against');

function replayedAiven({ live }: Pick<WhatWasRead, 'live'>): AivenReader {
  return {
    async readEndpoints(project, names) {
      const listing = live.endpoints.get(project);
      if (listing?.state !== 'known') return listing ?? notRead;
      return { ...listing, value: listing.value.filter(({ id }) => names.has(id.name)) };
    },
    readProject: async (project) => live.projects.get(project) ?? notRead,
    readMirrorMaker: async ({ project, service }) =>
      live.mirrormakers.get(service) ?? {
        ...{ project, service },
        ...{ integrations: notRead, flows: notRead, settings: notRead },
      },
    readCluster: async (_, request) => readingOf(live.clusters.get(request.cluster), request),
  };
}

function replayedCluster(key: string, { live, logins }: WhatWasRead): KafkaReader {
  return {
    readCluster: async (request) => readingOf(live.clusters.get(key), request),
    readLoginRights: async () => logins.get(key) ?? notRead,
    validateTopics: async () => [],
  };
}

function readingOf(
  cluster: LiveCluster | undefined,
  request: Parameters<KafkaReader['readCluster']>[0],
): LiveCluster {
  if (cluster === undefined) return unreadCluster(request, notRead);
  const { topicNames } = cluster;
  if (topicNames.state === 'unknown') return cluster;
  const names = new Set(topicNames.value);
  const others = request.topics
    .filter((name) => !cluster.topics.has(name))
    .map((name) => [name, names.has(name) ? notRead : known(undefined)] as const);
  return { ...cluster, topics: new Map([...cluster.topics, ...others]) };
}
