import { list, textAt } from './api.ts';
import { flowsPath, ownPrefix, type Scratch, servicePath, topicsPath, until } from './scope.ts';
import { aclsPath, kafkaAclsPath, usersPath } from './steps/acls.ts';
import { endpointsPath } from './steps/endpoints.ts';
import { detachAll, integrationRows, isOwnIntegration } from './steps/integrations.ts';

/** What stands in the two scratch services and in the list of endpoints: what this command made, and what it did not. */
interface Inventory {
  readonly own: readonly Thing[];
  /** In words without names. */
  readonly foreign: readonly string[];
}

interface Thing {
  readonly path: string;
  readonly kind: 'topic' | 'other';
}

/** Internal to Kafka, or to the registry that Aiven runs beside it. */
const internal = /^(__|_schemas$)/;

/**
 * What keeps the writing steps from running: a service that holds anything else. What an earlier call left, because it was
 * interrupted, is deleted first.
 */
export async function foreignThings(scope: Scratch): Promise<readonly string[]> {
  const { own, foreign } = await inventory(scope);
  if (foreign.length === 0 && own.length > 0) await clean(scope);
  return foreign;
}

async function inventory(scope: Scratch): Promise<Inventory> {
  const own: Thing[] = [];
  const foreign: string[] = [];
  const sort = (things: readonly Named[], what: string, isOwn: (name: string) => boolean) => {
    const others = things.filter(({ name }) => !isOwn(name));
    if (others.length > 0) foreign.push(`${others.length} ${what}`);
    for (const { name, path } of things)
      if (isOwn(name)) own.push({ path, kind: what === 'topics' ? 'topic' : 'other' });
  };
  const isOwn = (name: string) => name.includes(ownPrefix);
  sort(await topics(scope), 'topics', isOwn);
  sort(await acls(scope), 'ACL entries', isOwn);
  sort(await users(scope), 'users', isOwn);
  sort(await flows(scope), 'flows', (name) => name === ownFlow);
  const attached = (await integrationRows(scope)).filter(
    (row) => textAt(row, 'service_integration_id') !== undefined && !isOwnIntegration(row),
  );
  if (attached.length > 0) foreign.push(`${attached.length} integrations`);
  const endpoints = await named(
    scope,
    endpointsPath(scope),
    'service_integration_endpoints',
    'endpoint_name',
    'endpoint_id',
  );
  own.push(
    ...endpoints.filter(({ name }) => isOwn(name)).map(({ path }) => ({ path, kind: 'other' as const })),
  );
  return { own, foreign };
}

interface Named {
  readonly name: string;
  readonly path: string;
}

async function named(
  { api }: Scratch,
  path: string,
  key: string,
  nameKey: string,
  idKey: string,
): Promise<readonly Named[]> {
  return list((await api.get(path)).body, key).flatMap((entry) => {
    const id = textAt(entry, idKey);
    return id === undefined
      ? []
      : [{ name: textAt(entry, nameKey) ?? '', path: `${path}/${encodeURIComponent(id)}` }];
  });
}

async function topics(scope: Scratch): Promise<readonly Named[]> {
  const all = await named(scope, topicsPath(scope), 'topics', 'topic_name', 'topic_name');
  return all.filter(({ name }) => !internal.test(name));
}

async function acls(scope: Scratch): Promise<readonly Named[]> {
  const aiven = await named(scope, aclsPath(scope), 'acl', 'username', 'id');
  const kafka = await named(scope, kafkaAclsPath(scope), 'kafka_acl', 'principal', 'id');
  return [...aiven.filter(({ path }) => !path.endsWith('/default')), ...kafka];
}

async function users(scope: Scratch): Promise<readonly Named[]> {
  const { body } = await scope.api.get(servicePath(scope, scope.kafka));
  return list(body, 'service', 'users')
    .flatMap((user) => textAt(user, 'username') ?? [])
    .filter((name) => name !== 'avnadmin')
    .map((name) => ({ name, path: `${usersPath(scope)}/${encodeURIComponent(name)}` }));
}

async function flows(scope: Scratch): Promise<readonly Named[]> {
  const { body } = await scope.api.get(flowsPath(scope));
  return list(body, 'replication_flows').map((flow) => {
    const [source, target] = [textAt(flow, 'source_cluster') ?? '', textAt(flow, 'target_cluster') ?? ''];
    const isOwn = target === 'smoke-target' || target === 'smoke-nowhere';
    return {
      name: isOwn ? ownFlow : '',
      path: `${flowsPath(scope)}/${encodeURIComponent(source)}/${encodeURIComponent(target)}`,
    };
  });
}

/** Flows have no names of their own; those of this command go to clusters that nobody has. */
const ownFlow = 'own';

/** New topics show late, and deleted ones are listed for a while: nothing is left once nothing was for so long. */
const quietMs = 60_000;

/** Deletes what this command made. Answers how much of it is left. */
export async function clean(scope: Scratch): Promise<number> {
  let quietFor = 0;
  await until(
    scope,
    async () => {
      // Flows first, then what they use.
      for (const { path } of await flowsOf(scope)) await scope.api.delete(path);
      await detachAll(scope);
      const { own } = await inventory(scope);
      for (const { path } of own) await scope.api.delete(path);
      quietFor = own.length === 0 ? quietFor + 5_000 : 0;
      return quietFor >= quietMs ? true : undefined;
    },
    { everyMs: 5_000, maxMs: 900_000 },
  );
  return (await inventory(scope)).own.length;
}

async function flowsOf(scope: Scratch): Promise<readonly Named[]> {
  return (await flows(scope)).filter(({ name }) => name === ownFlow);
}
