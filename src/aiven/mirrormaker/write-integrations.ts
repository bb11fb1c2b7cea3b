import type { ChangeOf } from '../../model/change.ts';
import {
  type Integration,
  type IntegrationId,
  type LiveIntegration,
  tuningDefault,
} from '../../model/integration.ts';
import { known, type Reading, unknown } from '../../model/reading.ts';
import { type StoredFields, unnamedFields } from '../../model/stored-fields.ts';
import type { ResourceWriter, WriteResult } from '../../model/writer.ts';
import type { AivenClient } from '../http/client.ts';
import { AivenError, type Operation, saysNothingToDo } from '../http/errors.ts';
import { liveAndStated, refuseChangedSince, refuseInexact } from '../live-and-stated.ts';
import {
  accepted,
  attempt,
  attemptKeeping,
  goneIsFine,
  type Lanes,
  writeInOrder,
} from '../write-in-order.ts';
import { listEndpoints } from './endpoints.ts';
import { aliasField, listIntegrations, readIntegrations, storedOf, tuningOf } from './integrations.ts';

/**
 * Integrations of type `kafka_mirrormaker`. Both clusters of a flow are attached in the same direction: the Kafka
 * cluster is the source of the integration, the MirrorMaker service its destination.
 *
 * `lanes` are shared with the flows: changes of one MirrorMaker service never overlap.
 */
export function integrationWriter(client: AivenClient, lanes: Lanes): ResourceWriter<'integration'> {
  return {
    write: (changes) =>
      writeInOrder(changes, (change) => {
        const { project, service } = change.id;
        return lanes.run(`${project}/${service}`, () => writeIntegration(client, change));
      }),
    readBack: async (ids) => {
      const services = new Map(
        ids.map(({ project, service }) => [`${project}/${service}`, { project, service }]),
      );
      const answers = new Map<string, Reading<readonly LiveIntegration[]>>();
      await Promise.all(
        [...services].map(async ([key, address]) =>
          answers.set(key, await readIntegrations(client, address)),
        ),
      );
      return ids.map((id) => {
        const answer = answers.get(`${id.project}/${id.service}`);
        if (answer === undefined) return unknown('incomplete', `Integration ${id.cluster} was not read`);
        if (answer.state === 'unknown') return answer;
        return known(answer.value.find((integration) => integration.id.cluster === id.cluster));
      });
    },
  };
}

function writeIntegration(client: AivenClient, change: ChangeOf<'integration'>): Promise<WriteResult> {
  switch (change.action) {
    case 'create':
      return attempt(() => createIntegration(client, change.desired, newConfig(change.desired)));
    case 'update':
      return attemptKeeping(
        (keeps) => updateIntegration(client, change, keeps),
        (error) => (saysNothingToDo(error) ? accepted : undefined),
      );
    case 'replace':
      return replaceIntegration(client, change);
    case 'delete':
      return attempt(() => deleteIntegration(client, change.id, change.live.integrationId), goneIsFine);
  }
}

type Replaced = ChangeOf<'integration'> & { readonly desired: Integration; readonly live: LiveIntegration };

/**
 * Whether a PUT merges or replaces, and at which depth, is not documented. So the whole config goes out: what the
 * integration has now, with what the change names laid over it.
 */
async function updateIntegration(
  client: AivenClient,
  change: Replaced,
  keeps: (kept: StoredFields) => void,
): Promise<void> {
  const operation = writing('update', change.id);
  const { body, kept } = await carried(client, operation, change);
  keeps(kept);
  await client.write({
    method: 'PUT',
    operation,
    path: integrationPath(change.id, change.live.integrationId),
    body: { user_config: body },
  });
}

/** The `user_config` to send, from the integration as it is right now, and what of it the change does not name. */
async function carried(
  client: AivenClient,
  operation: Operation,
  { id, desired, live, fields }: Replaced,
): Promise<{ readonly body: UserConfig; readonly kept: StoredFields }> {
  const rows = await listIntegrations(client, id);
  const row = rows.find((candidate) => candidate.service_integration_id === live.integrationId);
  if (row === undefined) {
    throw new AivenError({
      kind: 'from-changed',
      operation,
      message: `The integration of ${id.cluster} is no longer there, so nothing was sent. Run again for a new plan.`,
    });
  }
  const now = row.user_config ?? {};
  const tuning: UserConfig = Object(now['kafka_mirrormaker'] ?? {});
  const shown = tuningOf(tuning);
  const named = new Set(fields.map(({ field }) => field));
  const keys = [...named].filter((field) => field !== 'source');
  refuseChangedSince(
    operation,
    `the integration of ${id.cluster}`,
    keys.map((field) => ({
      field,
      planned: live.tuning[field],
      now: shown[field],
      wanted: wantedOf(desired, field),
    })),
    (one, other) => String(one ?? '') === String(other ?? ''),
  );
  const body = liveAndStated(
    now,
    new Map<string, unknown>([
      ['cluster_alias', id.cluster],
      // An empty object, too: if a PUT replaces what it names, it puts every setting back to Aiven's default.
      [
        'kafka_mirrormaker',
        liveAndStated(tuning, new Map(keys.map((field) => [field, wantedOf(desired, field)]))),
      ],
    ]),
  );
  refuseInexact(operation, body);
  return { body, kept: unnamedFields(storedOf(now), named) };
}

/** What is sent for a key of the tuning. One that goes back to its default is written too, or a PUT that merges keeps it. */
function wantedOf({ tuning }: Integration, key: string): string | number | undefined {
  return tuning[key] ?? tuningDefault(key);
}

type UserConfig = Readonly<Record<string, unknown>>;

async function createIntegration(
  client: AivenClient,
  integration: Integration,
  userConfig: UserConfig,
): Promise<void> {
  const { id, source } = integration;
  const operation = writing('create', id);
  await client.write({
    method: 'POST',
    operation,
    path: ['v1', 'project', id.project, 'integration'],
    body: {
      integration_type: 'kafka_mirrormaker',
      dest_service: id.service,
      ...(source.type === 'service'
        ? {
            source_service: source.service,
            ...(source.project === id.project ? {} : { source_project: source.project }),
          }
        : { source_endpoint_id: await endpointIdOf(client, operation, id.project, source.endpoint) }),
      user_config: userConfig,
    },
  });
}

/** The endpoint may have been created a moment ago, and lists can lag. */
async function endpointIdOf(
  client: AivenClient,
  operation: Operation,
  project: string,
  name: string,
): Promise<string> {
  for (const wait of [1_000, 3_000, 0]) {
    const rows = await listEndpoints(client, project);
    const row = rows.find((candidate) => candidate.endpoint_name === name);
    if (row !== undefined) return row.endpoint_id;
    if (wait > 0) await client.clock.sleep(wait);
  }
  throw new AivenError({
    kind: 'not-sent',
    operation,
    message: `Endpoint ${name} does not exist in project ${project}.`,
  });
}

/**
 * Everything but the settings is fixed at creation, so another source means another integration. It gets all the settings
 * that the old one has.
 */
async function replaceIntegration(client: AivenClient, change: Replaced): Promise<WriteResult> {
  const { id, desired, live } = change;
  const settings: { body?: UserConfig; kept?: StoredFields } = {};
  const read = await attempt(async () => {
    Object.assign(settings, await carried(client, writing('replace', id), change));
  });
  const { body, kept } = settings;
  if (read.state === 'failed' || body === undefined || kept === undefined) return read;
  const deleted = await attempt(() => deleteIntegration(client, id, live.integrationId), goneIsFine);
  if (deleted.state === 'failed') return deleted;
  const gone = await attempt(() => waitUntilGone(client, id, live.integrationId));
  if (gone.state === 'failed') return gone;
  const created = await attempt(() => createIntegration(client, desired, body));
  if (created.state === 'accepted') return { ...created, kept };
  return {
    ...created,
    kept,
    message:
      `The old integration was deleted, but the new one could not be created: ${created.message}${advice(kept)}`.slice(
        0,
        500,
      ),
  };
}

/** The next run creates it from the spec alone. */
function advice(kept: StoredFields): string {
  const settings = [...kept]
    .filter(([field]) => field !== aliasField)
    .map(([field, value]) => `${field}: ${value}`);
  return settings.length === 0
    ? ''
    : ` State in the spec what the old one had, or the next run will create it without: ${settings.join(', ')}`;
}

async function waitUntilGone(client: AivenClient, id: IntegrationId, integrationId: string): Promise<void> {
  const address = { project: id.project, service: id.service };
  for (const wait of [500, 1_000, 2_000, 5_000, 10_000, 20_000, 0]) {
    const rows = await listIntegrations(client, address);
    if (!rows.some((row) => row.service_integration_id === integrationId)) return;
    if (wait === 0) break;
    client.progress(`Waiting until the old integration of ${id.cluster} with ${id.service} is gone`);
    await client.clock.sleep(wait);
  }
  throw new AivenError({
    kind: 'timeout',
    operation: writing('replace', id),
    message: 'The old integration was deleted but is still listed. Run again to create the new one.',
  });
}

function deleteIntegration(client: AivenClient, id: IntegrationId, integrationId: string): Promise<void> {
  return client.write({
    method: 'DELETE',
    operation: writing('delete', id),
    path: integrationPath(id, integrationId),
  });
}

function newConfig({ id, tuning }: Integration): UserConfig {
  const stated = Object.entries(tuning).filter(([, value]) => value !== null);
  return { cluster_alias: id.cluster, kafka_mirrormaker: Object.fromEntries(stated) };
}

function integrationPath(id: IntegrationId, integrationId: string): string[] {
  return ['v1', 'project', id.project, 'integration', integrationId];
}

function writing(verb: string, id: IntegrationId): Operation {
  return {
    does: `${verb} the integration of ${id.cluster} with service ${id.service}`,
    permission: 'project:integrations:write',
  };
}
