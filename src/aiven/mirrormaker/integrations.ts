import type { ForeignText } from '../../model/foreign-text.ts';
import type { IntegrationSource, IntegrationTuning, LiveIntegration } from '../../model/integration.ts';
import type { Listing, Unreadable } from '../../model/live.ts';
import { known, type Unknown, unknown } from '../../model/reading.ts';
import { Secret } from '../../model/secret.ts';
import { canonicalJson, type StoredFields } from '../../model/stored-fields.ts';
import type { ServiceAddress } from '../aiven.ts';
import type { AivenClient } from '../http/client.ts';
import { storedFields } from '../live-and-stated.ts';
import { servicePath, unknownInService } from '../service.ts';
import {
  integrationList,
  integrationRow,
  isMerelyPossible,
  mirrormakerUserConfig,
  type WireIntegration,
} from '../wire/integration.ts';
import { apartFromTwins, parseRow, textOf } from '../wire/row.ts';
import { listEndpoints } from './endpoints.ts';

/** The integrations of one service and, where one has an endpoint as its source, the project's endpoints for their names. */
export async function readIntegrations(
  client: AivenClient,
  address: ServiceAddress,
): Promise<Listing<'integration'>> {
  try {
    const listed = await listIntegrations(client, address);
    const fromEndpoints = listed.rows.some((row) => row.source_endpoint_id);
    const endpoints = fromEndpoints ? (await listEndpoints(client, address.project)).rows : [];
    const names = new Map(endpoints.map((row) => [row.endpoint_id, row.endpoint_name]));
    const integrations: LiveIntegration[] = [];
    const unreadable = [...listed.unreadable];
    for (const row of listed.rows) {
      const integration = liveIntegration(client, address, row, names);
      if (integration !== undefined) integrations.push(integration);
      else unreadable.push(unreadableRow(address, row, unknown('incomplete', odd(address))));
    }
    const { single, twins } = apartFromTwins(integrations, ({ id }) => id.cluster);
    for (const { id } of twins) {
      const message = `Service ${address.service} has two integrations with the alias ${id.cluster}`;
      unreadable.push({ id, reason: unknown('incomplete', message) });
    }
    return { ...known(single), unreadable };
  } catch (error) {
    return unknownInService(client, address, error);
  }
}

function odd({ service }: ServiceAddress): string {
  return `An integration of service ${service} has no source, or settings of an unknown form`;
}

function unreadableRow(
  { project, service }: ServiceAddress,
  row: unknown,
  reason: Unknown,
): Unreadable<'integration'> {
  const config =
    typeof row === 'object' && row !== null && 'user_config' in row ? row.user_config : undefined;
  const cluster = textOf(config, 'cluster_alias');
  return cluster === undefined
    ? { reason }
    : { id: { kind: 'integration', project, service, cluster }, reason };
}

/** An integration that exists; a merely possible one has no id. */
export type EnabledRow = WireIntegration & { readonly service_integration_id: string };

interface IntegrationRows {
  readonly rows: readonly EnabledRow[];
  readonly unreadable: readonly Unreadable<'integration'>[];
}

/** What is attached to this MirrorMaker service; rows of merely possible integrations are left out. */
export async function listIntegrations(
  client: AivenClient,
  address: ServiceAddress,
): Promise<IntegrationRows> {
  const { service_integrations } = await client.read({
    operation: {
      does: `list the integrations of service ${address.service}`,
      permission: 'project:integrations:read',
    },
    path: [...servicePath(address), 'integration'],
    answer: integrationList,
  });
  const rows: EnabledRow[] = [];
  const unreadable: Unreadable<'integration'>[] = [];
  for (const entry of service_integrations) {
    if ((textOf(entry, 'integration_type') ?? mirroring) !== mirroring || isMerelyPossible(entry)) continue;
    const row = parseRow(integrationRow, entry, `an integration of service ${address.service}`);
    if (!row.ok) unreadable.push(unreadableRow(address, entry, row.reason));
    else if (isAttached(row.value, address)) rows.push(row.value);
  }
  return { rows, unreadable };
}

const mirroring = 'kafka_mirrormaker';

function isAttached(row: WireIntegration, { project, service }: ServiceAddress): row is EnabledRow {
  const { service_integration_id, enabled, dest_project, dest_service } = row;
  // A service of another project may have the same name. What is not told is taken for what was asked about.
  const isHere = (dest_service || service) === service && (dest_project || project) === project;
  return Boolean(service_integration_id) && enabled !== false && isHere;
}

function liveIntegration(
  client: AivenClient,
  { project, service }: ServiceAddress,
  row: EnabledRow,
  endpointNames: ReadonlyMap<string, string>,
): LiveIntegration | undefined {
  const source = sourceOf(row, project, endpointNames);
  const config = mirrormakerUserConfig.safeParse(row.user_config ?? {}).data;
  if (source === undefined || config === undefined) return undefined;
  const status = statusOf(client, row);
  return {
    id: { kind: 'integration', project, service, cluster: config.cluster_alias ?? withoutAlias(source) },
    integrationId: row.service_integration_id,
    source,
    tuning: tuningOf(config.kafka_mirrormaker ?? {}),
    stored: storedOf(row.user_config ?? {}),
    active: row.active === true,
    ...(status === undefined ? {} : { status }),
  };
}

/** A value that is neither text nor number is shown as its JSON; `storedOf` keeps what an update sends back. */
export function tuningOf(config: Readonly<Record<string, unknown>>): IntegrationTuning {
  const tuning: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(config)) {
    if (value == null) continue;
    tuning[key] = typeof value === 'string' || typeof value === 'number' ? value : canonicalJson(value);
  }
  return tuning;
}

/** The alias, by the name under which `storedOf` keeps it. */
export const aliasField = 'user_config.cluster_alias';

/** Every setting of the integration, to be sent back by an update. Aiven marks none of these keys as secret. */
export function storedOf({ kafka_mirrormaker, ...others }: Readonly<Record<string, unknown>>): StoredFields {
  return new Map([
    ...storedFields(Object(kafka_mirrormaker ?? {}), () => false),
    ...storedFields(
      others,
      () => false,
      (key) => `user_config.${key}`,
    ),
  ]);
}

/** The `user_config` made of these settings, without those that are or may be credentials. */
export function configOf(stored: StoredFields): Readonly<Record<string, unknown>> {
  const tuning: Record<string, unknown> = {};
  const others: Record<string, unknown> = {};
  for (const [field, value] of stored) {
    if (value instanceof Secret) continue;
    const parsed: unknown = JSON.parse(value);
    if (field.startsWith('user_config.')) others[field.slice('user_config.'.length)] = parsed;
    else tuning[field] = parsed;
  }
  return { ...others, kafka_mirrormaker: tuning };
}

function sourceOf(
  row: WireIntegration,
  project: string,
  endpointNames: ReadonlyMap<string, string>,
): IntegrationSource | undefined {
  if (row.source_service) {
    return { type: 'service', project: row.source_project ?? project, service: row.source_service };
  }
  const endpoint = endpointNames.get(row.source_endpoint_id ?? '') ?? row.source_endpoint;
  return endpoint ? { type: 'endpoint', endpoint } : undefined;
}

/**
 * Without `cluster_alias` Aiven generates one and does not tell it. The name given here holds a space, which no
 * alias may, so it can be shown and is never taken for a cluster of the spec.
 */
function withoutAlias(source: IntegrationSource): string {
  return `${source.type === 'service' ? source.service : source.endpoint} (no alias set)`;
}

function statusOf(client: AivenClient, row: WireIntegration): LiveIntegration['status'] | undefined {
  const state = row.integration_status?.state;
  if (state?.status == null || state.status.isEmpty) return undefined;
  const tell = (text: ForeignText | null | undefined): readonly string[] =>
    text == null || text.isEmpty ? [] : [client.secrecy.tell(text)];
  const cause = tell(state.likely_error_cause).map((each) => `likely cause: ${each}`);
  const said = tell(row.integration_status?.status_user_desc);
  const errors = (state.errors ?? []).flatMap(tell);
  return { state: stateOf(client, state.status), description: [...said, ...errors, ...cause].join('; ') };
}

/** Aiven's own words for it, by its OpenAPI document. */
const integrationStates = ['failed', 'inactive', 'running', 'starting', 'unknown'] as const;

/** Another system's word even so: a newer Aiven may know more states. */
function stateOf(client: AivenClient, status: ForeignText): string {
  return integrationStates.find((state) => status.is(state)) ?? client.secrecy.tell(status);
}
