import type { ChangeOf } from '../../model/change.ts';
import type { Integration, IntegrationId } from '../../model/integration.ts';
import { type StoredFields, unnamedFields } from '../../model/stored-fields.ts';
import type { WriteResult } from '../../model/writer.ts';
import type { AivenClient } from '../http/client.ts';
import { AivenError, asAivenError, type Operation } from '../http/errors.ts';
import { liveAndStated, refuseInexact } from '../live-and-stated.ts';
import { sendWhole } from '../send-whole.ts';
import { readService } from '../service.ts';
import { textOf } from '../wire/row.ts';
import { attemptKeeping } from '../write-in-order.ts';
import { listEndpoints } from './endpoints.ts';
import { aliasField, configOf, type EnabledRow, listIntegrations } from './integrations.ts';

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
    try {
      await postIntegration(client, id, { ...source, user_config: body }, carried);
    } catch (thrown) {
      throw await attachedAlready(client, operation, desired, source, asAivenError(thrown));
    }
  });
}

/** Of a refusal that has the source under another alias as its cause, that alias; else the refusal. */
async function attachedAlready(
  client: AivenClient,
  operation: Operation,
  desired: Integration,
  source: SourceFields,
  error: AivenError,
): Promise<AivenError> {
  if (error.status !== 409) return error;
  const { rows } = await listIntegrations(client, desired.id);
  const other = underOtherAlias(desired, source, rows);
  return other === undefined ? error : takenSource(operation, desired, other, error);
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
  // The integration that had them is gone, so what Aiven does not take any more is lost in any case.
  await sendWhole(client, request, { body, kept: settingKeys(carries), refusedValues: 'left-out' });
}

/** As they stand in `user_config`, on both levels; without the alias. */
export function settingKeys(settings: StoredFields): ReadonlySet<string> {
  const fields = [...settings.keys()].filter((field) => field !== aliasField);
  return new Set(fields.map((field) => field.replace(/^user_config\./, '')));
}

type SourceFields =
  | { readonly source_endpoint_id: string }
  | { readonly source_service: string; readonly source_project?: string };

/** Throws when what is to be attached is not there: Aiven would refuse the integration. */
async function sourceFields(
  client: AivenClient,
  operation: Operation,
  { id, source }: Integration,
): Promise<SourceFields> {
  if (source.type === 'endpoint') {
    return { source_endpoint_id: await endpointIdOf(client, operation, id.project, source.endpoint) };
  }
  return {
    source_service: source.service,
    ...(source.project === id.project ? {} : { source_project: source.project }),
  };
}

/**
 * Whether the source can be attached, asked before something is deleted for it. Answers the same as `sourceFields`. Aiven attaches one source to one
 * service once, under whatever alias.
 */
export async function confirmedSource(
  client: AivenClient,
  operation: Operation,
  desired: Integration,
): Promise<SourceFields> {
  const { source } = desired;
  if (source.type === 'service') {
    const reading = await readService(client, source, 'kafka');
    if (reading.state === 'unknown') {
      throw new AivenError({ kind: 'not-sent', operation, message: reading.message });
    }
  }
  const fields = await sourceFields(client, operation, desired);
  const { rows } = await listIntegrations(client, desired.id);
  const other = underOtherAlias(desired, fields, rows);
  if (other !== undefined) throw takenSource(operation, desired, other);
  return fields;
}

/** The row that has the source under an alias that the spec does not mean. `undefined`: there is none. */
function underOtherAlias(
  { id }: Integration,
  fields: SourceFields,
  rows: readonly EnabledRow[],
): EnabledRow | undefined {
  const hasSource = (row: EnabledRow): boolean =>
    'source_endpoint_id' in fields
      ? row.source_endpoint_id === fields.source_endpoint_id
      : row.source_service === fields.source_service &&
        (row.source_project ?? id.project) === (fields.source_project ?? id.project);
  return rows.find((row) => hasSource(row) && aliasOf(row) !== id.cluster);
}

function takenSource(
  operation: Operation,
  { id, source }: Integration,
  row: EnabledRow,
  error?: AivenError,
): AivenError {
  const what = source.type === 'service' ? `Service ${source.service}` : `Endpoint ${source.endpoint}`;
  const alias = aliasOf(row);
  const under = alias === undefined ? 'without an alias of its own' : `under the alias ${alias}`;
  const rename = alias === undefined ? '' : `, or call the cluster ${alias} in the spec`;
  return new AivenError({
    kind: error?.kind ?? 'not-sent',
    operation,
    ...(error?.status !== undefined && { status: error.status }),
    message: `${what} is attached to ${id.service} ${under}, and Aiven attaches a source once. Nothing was changed. Detach it there if no flow needs it${rename}.`,
  });
}

function aliasOf({ user_config }: EnabledRow): string | undefined {
  return textOf(user_config, 'cluster_alias');
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

/** Where a spec states settings of an integration. */
export function tuningInSpec({ service, cluster }: IntegrationId): string {
  return `mirrormaker.${service}.clusters.${cluster}`;
}

export function writing(verb: string, id: IntegrationId): Operation {
  return {
    does: `${verb} the integration of ${id.cluster} with service ${id.service}`,
    permission: 'project:integrations:write',
  };
}
