import type { AivenReader } from '../../aiven/aiven.ts';
import type { Estate } from '../../import/estate.ts';
import type { EstateReader } from '../../import/read-estate.ts';
import type { KafkaReader } from '../../kafka/kafka.ts';
import { secretsOf } from '../../model/kafka-connection.ts';
import type { LiveCluster } from '../../model/live.ts';
import { known, unknown } from '../../model/reading.ts';
import { unreadCluster } from '../../model/unread-cluster.ts';
import type { Spec } from '../../spec/spec.ts';
import type { ReadAccess } from './read-live.ts';
import type { ReadSystems } from './systems.ts';

/** What was read of an estate, in the place of the systems themselves: a plan over it asks nobody. */
export function recordedSystems(estate: Estate, { clusters }: Spec): ReadSystems {
  const external = [...clusters.values()].filter(({ type }) => type === 'external');
  const closed: ReadAccess = {
    state: 'closed',
    reason: unknown('not-contacted', 'an import contacts no external cluster'),
  };
  return {
    aiven: recordedAiven(estate),
    external: new Map(
      external.map(({ key }) => {
        const live = estate.clusters.get(key);
        return [key, live === undefined ? closed : { state: 'open', cluster: recordedKafka(live) }];
      }),
    ),
    mirrors: new Map(external.map(({ key }) => [key, closed])),
  };
}

function recordedKafka(live: LiveCluster): KafkaReader {
  return {
    readCluster: async ({ topics }) => withAsked(live, topics),
    readLoginRights: async () => unknown('not-contacted', 'an import asks for no rights'),
    validateTopics: async (changes) =>
      changes.map(() => ({ state: 'not-asked', because: 'an import asks for no changes' })),
  };
}

function recordedAiven(estate: Estate): AivenReader {
  const elsewhere = unknown('not-managed', 'it is in another project, which the import did not read');
  return {
    async readEndpoints(project, names) {
      const { endpoints } = estate;
      if (project !== estate.project) return elsewhere;
      if (endpoints.state === 'unknown') return endpoints;
      return { ...endpoints, value: endpoints.value.filter(({ id }) => names.has(id.name)) };
    },
    readProject: async (project) => (project === estate.project ? estate.overview : elsewhere),
    readMirrorMaker: async ({ project, service }) =>
      estate.mirrormakers.get(service) ?? {
        ...{ project, service },
        ...{ integrations: elsewhere, flows: elsewhere, settings: elsewhere },
      },
    async readCluster(_, request) {
      const live = estate.clusters.get(request.cluster);
      return live === undefined ? unreadCluster(request, elsewhere) : withAsked(live, request.topics);
    },
  };
}

/** All topics were read, so one that is asked for and was not found is absent. */
function withAsked(live: LiveCluster, asked: readonly string[]): LiveCluster {
  if (live.topicNames.state === 'unknown') return live;
  const absent = asked
    .filter((name) => !live.topics.has(name))
    .map((name) => [name, known(undefined)] as const);
  return { ...live, topics: new Map([...live.topics, ...absent]) };
}

/**
 * What completes a spec reads Aiven, and of the external clusters of the spec those with a login for this tool that may be contacted:
 * `external` is held against the default branch already.
 */
export function withExternal(
  aiven: AivenReader & EstateReader,
  spec: Spec,
  external: ReadonlyMap<string, ReadAccess>,
): EstateReader {
  return {
    readAllEndpoints: (project) => aiven.readAllEndpoints(project),
    readProject: (project, endpoints) => aiven.readProject(project, endpoints),
    readMirrorMaker: (address) => aiven.readMirrorMaker(address),
    readCluster: (address, request) => aiven.readCluster(address, request),
    readExternal: async (request) => {
      const cluster = spec.clusters.get(request.cluster);
      if (cluster?.type !== 'external' || cluster.admin === undefined) return undefined;
      const unset = secretsOf(cluster.admin.login).filter(({ isKnown }) => !isKnown);
      if (unset.length > 0) {
        const names = unset.map(({ name }) => `KAFKA_SECRET_${name}`).join(' and ');
        return unreadCluster(request, unknown('not-contacted', `${names} has no value in this run`));
      }
      const access = external.get(request.cluster);
      if (access?.state === 'open') return access.cluster.readCluster(request);
      return unreadCluster(request, access?.reason ?? unknown('not-contacted', 'it may not be contacted'));
    },
  };
}
