import { textAt } from './api.ts';
import { isDone, listIn } from './evidence.ts';
import {
  flowsPath,
  ownPrefix,
  pairPrefix,
  type Scratch,
  servicePath,
  topicPath,
  topicsPath,
  until,
} from './scope.ts';
import { aclsPath, kafkaAclsPath, usersPath } from './steps/acls.ts';
import { endpointsPath } from './steps/endpoints.ts';
import { integrationRows, integrationsPath, isOwnIntegration } from './steps/integrations.ts';
import { Unforeseen } from './unforeseen.ts';

/** What stands in the two scratch services and in the list of endpoints: what this command made, and what it did not. */
interface Inventory {
  /** In the order in which they can go: flows, what they use, and then everything else. */
  readonly own: readonly Thing[];
  /** In words without names. */
  readonly foreign: readonly string[];
}

interface Thing {
  readonly name: string;
  readonly path: string;
}

/** Internal to Kafka, or to the registry that Aiven runs beside it. */
const internal = /^(__(?!gitops-smoke-)|_schemas$)/;

/** Why the steps that write must not run. */
export type Refusal = { readonly foreign: readonly string[] } | { readonly unread: string };

/**
 * What keeps the writing steps from running: a service that holds anything else, or does not tell what it holds. What an earlier call left,
 * because it was interrupted, is deleted first. Undefined: they may run.
 */
export async function refusalOf(scope: Scratch): Promise<Refusal | undefined> {
  try {
    const { own, foreign } = await inventory(scope);
    if (foreign.length > 0) return { foreign };
    if (own.length > 0) await clean(scope);
    return undefined;
  } catch (error) {
    if (error instanceof Unforeseen) return { unread: error.because };
    throw error;
  }
}

/** Throws where one of the lists cannot be read: what is not known is not nothing. */
async function inventory(scope: Scratch): Promise<Inventory> {
  const isOwnName = ({ name }: Thing) => name.startsWith(ownPrefix) || name.startsWith(`__${ownPrefix}`);
  const isOwnUser = ({ name }: Thing) => /^((User|Group):)?gitops-smoke-/.test(name);
  const parts: readonly (readonly [string, readonly Thing[], (thing: Thing) => boolean])[] = [
    ['flows', await flows(scope), isOwnName],
    ['integrations', await integrations(scope), ({ name }) => name === ownPrefix],
    ['topics', await topics(scope), isOwnName],
    ['ACL entries', await acls(scope), isOwnUser],
    ['users', await users(scope), isOwnName],
    ['integrations of other MirrorMaker 2 services', await usesElsewhere(scope), () => false],
  ];
  const endpoints = (await endpointsOf(scope)).filter(({ name }) => name.startsWith(pairPrefix(scope)));
  return {
    own: [...parts.flatMap(([, things, isOwn]) => things.filter(isOwn)), ...endpoints],
    foreign: parts.flatMap(([what, things, isOwn]) => {
      const others = things.filter((thing) => !isOwn(thing)).length;
      return others === 0 ? [] : [`${others} ${what}`];
    }),
  };
}

async function named(
  { api }: Scratch,
  path: string,
  [key, nameKey, idKey]: readonly [string, string, string],
): Promise<readonly Thing[]> {
  return listIn(await api.get(path), key).map((entry) => ({
    name: textAt(entry, nameKey) ?? '',
    path: `${path}/${encodeURIComponent(textAt(entry, idKey) ?? '')}`,
  }));
}

async function topics(scope: Scratch): Promise<readonly Thing[]> {
  const all = await named(scope, topicsPath(scope), ['topics', 'topic_name', 'topic_name']);
  return all.filter(({ name }) => !internal.test(name));
}

async function acls(scope: Scratch): Promise<readonly Thing[]> {
  const aiven = await named(scope, aclsPath(scope), ['acl', 'username', 'id']);
  const kafka = await named(scope, kafkaAclsPath(scope), ['kafka_acl', 'principal', 'id']);
  return [...aiven.filter(({ path }) => !path.endsWith('/default')), ...kafka];
}

async function users(scope: Scratch): Promise<readonly Thing[]> {
  const all = listIn(await scope.api.get(servicePath(scope, scope.kafka)), 'service', 'users');
  return all
    .map((user) => textAt(user, 'username') ?? '')
    .filter((name) => name !== 'avnadmin')
    .map((name) => ({ name, path: `${usersPath(scope)}/${encodeURIComponent(name)}` }));
}

/** Flows have no names of their own; those of this command go to clusters that nobody has. */
async function flows(scope: Scratch): Promise<readonly Thing[]> {
  return listIn(await scope.api.get(flowsPath(scope)), 'replication_flows').map((flow) => {
    const [source, target] = ['source_cluster', 'target_cluster'].map((key) => textAt(flow, key) ?? '');
    const path = [source, target].map((alias) => encodeURIComponent(alias ?? '')).join('/');
    return { name: target ?? '', path: `${flowsPath(scope)}/${path}` };
  });
}

/** The Kafka service is a cluster of flows in another MirrorMaker 2 service: what is written here may be copied there. */
async function usesElsewhere({
  api,
  kafka,
  mirrormaker,
  project,
  ...scope
}: Scratch): Promise<readonly Thing[]> {
  const path = `${servicePath({ ...scope, project }, kafka)}/integration`;
  return listIn(await api.get(path), 'service_integrations')
    .filter(
      (row) =>
        textAt(row, 'integration_type') === 'kafka_mirrormaker' &&
        textAt(row, 'service_integration_id') !== undefined &&
        textAt(row, 'source_service') === kafka &&
        (textAt(row, 'dest_service') !== mirrormaker || (textAt(row, 'dest_project') ?? project) !== project),
    )
    .map(() => ({ name: '', path }));
}

/** All that are this command's are called by its prefix. */
async function integrations(scope: Scratch): Promise<readonly Thing[]> {
  return (await integrationRows(scope)).flatMap((row) => {
    const id = textAt(row, 'service_integration_id');
    const name = isOwnIntegration(scope, row) ? ownPrefix : '';
    return id === undefined ? [] : [{ name, path: `${integrationsPath(scope)}/${encodeURIComponent(id)}` }];
  });
}

function endpointsOf(scope: Scratch): Promise<readonly Thing[]> {
  return named(scope, endpointsPath(scope), [
    'service_integration_endpoints',
    'endpoint_name',
    'endpoint_id',
  ]);
}

/** New topics show late, and deleted ones are listed for a while: nothing is left once nothing was for so long. */
const quietMs = 60_000;
const everyMs = 5_000;
/** So long without an answer that tells what is there, nothing more is tried. */
const maxSilentMs = 120_000;

/** Deletes what this command made. Answers how much of it is left, or that nobody can tell. */
export async function clean(scope: Scratch): Promise<number | 'cannot tell'> {
  let quietFor = 0;
  let silentFor = 0;
  const found: { left: number | 'cannot tell' } = { left: 'cannot tell' };
  await until(
    scope,
    async () => {
      const own = await told(() => inventory(scope));
      found.left = own?.own.length ?? 'cannot tell';
      for (const { path } of own?.own ?? []) await told(() => scope.api.delete(path));
      for (const name of scope.unseenTopics) {
        // Listed now, or done away with before it was: from here on the list tells.
        const isListed = own?.own.some(
          ({ path }) => path === `${topicsPath(scope)}/${encodeURIComponent(name)}`,
        );
        const answer = isListed ? undefined : await told(() => scope.api.delete(topicPath(scope, name)));
        if (isListed || (answer !== undefined && isDone(scope, answer))) scope.unseenTopics.delete(name);
      }
      const isQuiet = found.left === 0 && scope.unseenTopics.size === 0;
      quietFor = isQuiet ? quietFor + everyMs : 0;
      silentFor = found.left === 'cannot tell' ? silentFor + everyMs : 0;
      return quietFor >= quietMs || silentFor >= maxSilentMs ? true : undefined;
    },
    { everyMs, maxMs: 900_000 },
  );
  return found.left === 0 && scope.unseenTopics.size > 0 ? 'cannot tell' : found.left;
}

/** Undefined: no answer that tells it. It is asked for again in the next round. */
async function told<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Unforeseen) return undefined;
    throw error;
  }
}
