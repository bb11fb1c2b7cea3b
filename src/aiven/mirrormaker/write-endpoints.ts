import type { ChangeOf } from '../../model/change.ts';
import {
  type Endpoint,
  type EndpointConfig,
  type EndpointId,
  endpointFields,
  hasEffect,
  type LiveEndpoint,
} from '../../model/endpoint.ts';
import { foundIn, type Listing } from '../../model/live.ts';
import { unknown } from '../../model/reading.ts';
import { openSecret, Secret } from '../../model/secret.ts';
import { isSame, type StoredFields, unnamedFields } from '../../model/stored-fields.ts';
import type { ResourceWriter, WriteResult } from '../../model/writer.ts';
import type { AivenClient } from '../http/client.ts';
import { AivenError, isNoOp, type Operation } from '../http/errors.ts';
import { redactedMarker } from '../http/secrets-in-answer.ts';
import { liveAndStated, namedFields, refuseChangedSince, refuseInexact } from '../live-and-stated.ts';
import { sendWhole } from '../send-whole.ts';
import type { WireEndpoint } from '../wire/endpoint.ts';
import { attempt, attemptDelete, attemptKeeping, writeInOrder } from '../write-in-order.ts';
import { endpointsPath, listEndpoints, liveEndpoint, readEndpoint, readEndpoints } from './endpoints.ts';

/** Integration endpoints of type `external_kafka`: `/project/{project}/integration_endpoint`. */
export function endpointWriter(client: AivenClient): ResourceWriter<'endpoint'> {
  return {
    write: (changes) => writeEndpoints(client, changes),
    readBack: async (ids) => {
      const wanted = Map.groupBy(ids, (id) => id.project);
      const answers = new Map<string, Listing<'endpoint'>>();
      await Promise.all(
        [...wanted].map(async ([project, own]) => {
          const names = new Set(own.map((id) => id.name));
          answers.set(project, await readEndpoints(client, project, names));
        }),
      );
      return ids.map((id) => {
        const endpoints =
          answers.get(id.project) ?? unknown('incomplete', `Endpoint ${id.name} was not read`);
        return foundIn<'endpoint'>(endpoints, id);
      });
    },
  };
}

async function writeEndpoints(
  client: AivenClient,
  changes: readonly ChangeOf<'endpoint'>[],
): Promise<readonly WriteResult[]> {
  return writeInOrder(changes, (change) => {
    switch (change.action) {
      case 'create':
        return attempt(() => createEndpoint(client, change.id, change.desired.config));
      case 'update':
      case 'replace':
        return attemptKeeping((keeps) => updateEndpoint(client, change, keeps), isNoOp);
      case 'delete':
        return attemptDelete(() =>
          client.write({
            method: 'DELETE',
            operation: writing('delete', change.id),
            path: [...endpointsPath(change.id.project), change.live.endpointId],
          }),
        );
    }
  });
}

/** Whether Aiven refuses a second endpoint of the same name is not documented, so it is looked up first. */
async function createEndpoint(
  client: AivenClient,
  id: EndpointId,
  config: EndpointConfig<Secret>,
): Promise<void> {
  const operation = writing('create', id);
  const { rows, unreadable } = await listEndpoints(client, id.project);
  const isThere =
    rows.some((row) => row.endpoint_name === id.name) || unreadable.some((odd) => odd.id?.name === id.name);
  if (isThere) {
    throw new AivenError({
      kind: 'not-sent',
      operation,
      code: 'already_exists',
      message: `Endpoint ${id.name} already exists in project ${id.project}.`,
    });
  }
  await client.write({
    method: 'POST',
    operation,
    path: endpointsPath(id.project),
    body: {
      endpoint_name: id.name,
      endpoint_type: 'external_kafka',
      user_config: Object.fromEntries(stateOf(client, operation, config)),
    },
  });
}

/**
 * Whether a PUT merges or replaces is not documented. So the whole config is sent, which gives the same result either way: what
 * the endpoint has now, secrets and unknown keys included, with what the change names laid over it.
 */
async function updateEndpoint(
  client: AivenClient,
  change: ChangeOf<'endpoint'> & { readonly desired: Endpoint; readonly live: LiveEndpoint },
  keeps: (kept: StoredFields) => void,
): Promise<void> {
  const { id, desired, live } = change;
  const operation = writing('update', id);
  const wire = await readEndpoint(client, id.project, id.name, live.endpointId);
  const now = liveEndpoint(client, id.project, wire);
  const named = new Set(change.fields.map(({ field }) => field));
  refuseChangedSince(
    operation,
    `endpoint ${id.name}`,
    namedFields(endpointFields, named, {
      planned: live.config,
      now: now.config,
      wanted: desired.config,
    }),
    isSame,
  );
  const body = updatedConfig({ client, operation, desired, wire, named });
  refuseInexact(operation, body);
  // A hidden secret that does nothing under the wanted protocol is not sent, so a PUT that replaces drops it.
  const dropped = Object.keys(wire.user_config).filter(
    (field) => wire.user_config[field] === redactedMarker && !hasEffect(field, desired.config),
  );
  keeps(unnamedFields(now.stored ?? new Map(), new Set([...named, ...dropped])));
  const path = [...endpointsPath(id.project), live.endpointId];
  const kept = new Set(Object.keys(wire.user_config).filter((field) => !named.has(field)));
  const refusedValues = { stateIn: 'the cluster that has this endpoint' };
  const whole = { body: { user_config: body }, kept, refusedValues };
  await sendWhole(client, { method: 'PUT', operation, path }, whole);
}

type Config = EndpointConfig<Secret>;

/** Aiven's schema allows null for these, which clears them; not for the enumerations. */
const nullable: ReadonlySet<string> = new Set([
  'sasl_plain_username',
  'sasl_plain_password',
  'ssl_ca_cert',
  'ssl_client_cert',
  'ssl_client_key',
]);

function updatedConfig(options: {
  readonly client: AivenClient;
  readonly operation: Operation;
  readonly desired: Endpoint;
  readonly wire: WireEndpoint;
  /** What the change names. */
  readonly named: ReadonlySet<string>;
}): Readonly<Record<string, unknown>> {
  const { client, operation, desired, wire, named } = options;
  const stated = stateOf(client, operation, desired.config);
  const over = new Map<string, unknown>();
  for (const field of named) over.set(field, stated.get(field) ?? (nullable.has(field) ? null : undefined));
  for (const [field, value] of Object.entries(wire.user_config)) {
    if (value !== redactedMarker || named.has(field)) continue;
    const known = stated.get(field);
    if (known === undefined && hasEffect(field, desired.config))
      throw hiddenField(operation, desired.id, field);
    over.set(field, known);
  }
  return liveAndStated(wire.user_config, over);
}

/** Aiven answered a placeholder for a secret: to send it back could overwrite the secret, and to leave it out could delete it. */
function hiddenField(operation: Operation, id: EndpointId, field: string): AivenError {
  const isKnown = endpointFields.some((name) => name === field);
  const state = isKnown ? `State ${field} in the spec, or give` : 'Give';
  return new AivenError({
    kind: 'not-sent',
    operation,
    message:
      `Aiven does not reveal ${field} of endpoint ${id.name}, and an update may lose what it does not send. ` +
      `Nothing was sent. ${state} the token the permission project:integrations:write.`,
  });
}

/** What the spec states, secrets opened. Throws where one has no value in this run. */
function stateOf(client: AivenClient, operation: Operation, config: Config): ReadonlyMap<string, string> {
  const stated = new Map<string, string>();
  for (const field of endpointFields) {
    const value = config[field];
    if (value === undefined) continue;
    if (!(value instanceof Secret)) {
      stated.set(field, value);
      continue;
    }
    if (!value.isKnown) {
      const message = `Secret ${value.name} has no value in this run. Pass it to the action.`;
      throw new AivenError({ kind: 'not-sent', operation, message });
    }
    client.secrecy.keep([value]);
    stated.set(field, openSecret(value));
  }
  return stated;
}

function writing(verb: string, id: EndpointId): Operation {
  return {
    does: `${verb} endpoint ${id.name} in project ${id.project}`,
    permission: 'project:integrations:write',
  };
}
