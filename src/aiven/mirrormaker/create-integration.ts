import type { ChangeOf } from '../../model/change.ts';
import type { Integration, IntegrationId } from '../../model/integration.ts';
import { type StoredFields, unnamedFields } from '../../model/stored-fields.ts';
import type { WriteResult } from '../../model/writer.ts';
import type { AivenClient } from '../http/client.ts';
import { AivenError, type Operation } from '../http/errors.ts';
import { liveAndStated, refuseInexact } from '../live-and-stated.ts';
import { sendWhole } from '../send-whole.ts';
import { readService } from '../service.ts';
import { attemptKeeping } from '../write-in-order.ts';
import { listEndpoints } from './endpoints.ts';
import { aliasField, configOf } from './integrations.ts';

export type UserConfig = Readonly<Record<string, unknown>>;

/** A new integration, with what an earlier run deleted in order to replace it. */
export function createIntegration(
  client: AivenClient,
  { id, desired, carries = new Map() }: ChangeOf<'integration'> & { readonly action: 'create' },
): Promise<WriteResult> {
  return attemptKeeping(async (keeps) => {
    const operation = writing('create', id);
    const body = newConfig(desired, carries);
    refuseInexact(operation, body);
    const source = await sourceFields(client, operation, desired);
    const carried = unnamedFields(carries, new Set([...Object.keys(desired.tuning), aliasField]));
    if (carries.size > 0) {
      client.progress(
        `The integration of ${id.cluster} gets what the one before it had: ${inWords(carries)}`,
      );
      keeps(carried);
    }
    await postIntegration(client, id, { ...source, user_config: body }, carried);
  });
}

function newConfig({ id, tuning }: Integration, carries: StoredFields): UserConfig {
  const { kafka_mirrormaker: carried, ...others } = configOf(carries);
  const stated = Object.entries(tuning).map(([key, value]) => [key, value ?? undefined] as const);
  return {
    ...others,
    cluster_alias: id.cluster,
    kafka_mirrormaker: liveAndStated(Object(carried ?? {}), new Map(stated)),
  };
}

/** `carries`: what of it an earlier integration had, and the change does not name. */
export async function postIntegration(
  client: AivenClient,
  id: IntegrationId,
  fields: Readonly<Record<string, unknown>>,
  carries: StoredFields,
): Promise<void> {
  const path = ['v1', 'project', id.project, 'integration'];
  const body = { integration_type: 'kafka_mirrormaker', dest_service: id.service, ...fields };
  const request = { method: 'POST', operation: writing('create', id), path } as const;
  await sendWhole(client, request, { body, kept: settingKeys(carries) });
}

/** As they stand in `user_config`, on both levels; without the alias. */
export function settingKeys(settings: StoredFields): ReadonlySet<string> {
  const fields = [...settings.keys()].filter((field) => field !== aliasField);
  return new Set(fields.map((field) => field.replace(/^user_config\./, '')));
}

/** Throws when what is to be attached is not there: Aiven would refuse the integration. */
async function sourceFields(
  client: AivenClient,
  operation: Operation,
  { id, source }: Integration,
): Promise<Readonly<Record<string, unknown>>> {
  if (source.type === 'endpoint') {
    return { source_endpoint_id: await endpointIdOf(client, operation, id.project, source.endpoint) };
  }
  return {
    source_service: source.service,
    ...(source.project === id.project ? {} : { source_project: source.project }),
  };
}

/** Whether the source can be attached, asked before something is deleted for it. Answers the same as `sourceFields`. */
export async function confirmedSource(
  client: AivenClient,
  operation: Operation,
  desired: Integration,
): Promise<Readonly<Record<string, unknown>>> {
  const { source } = desired;
  if (source.type === 'service') {
    const reading = await readService(client, source, 'kafka');
    if (reading.state === 'unknown') {
      throw new AivenError({ kind: 'not-sent', operation, message: reading.message });
    }
  }
  return sourceFields(client, operation, desired);
}

/** The endpoint may have been created a moment ago, and lists can lag. */
async function endpointIdOf(
  client: AivenClient,
  operation: Operation,
  project: string,
  name: string,
): Promise<string> {
  for (const wait of [1_000, 3_000, 0]) {
    const { rows } = await listEndpoints(client, project);
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

/** Empty when there is nothing beside the alias. */
export function inWords(settings: StoredFields): string {
  return [...settings]
    .filter(([field]) => field !== aliasField)
    .map(([field, value]) => `${field}: ${value}`)
    .join(', ');
}

export function writing(verb: string, id: IntegrationId): Operation {
  return {
    does: `${verb} the integration of ${id.cluster} with service ${id.service}`,
    permission: 'project:integrations:write',
  };
}
