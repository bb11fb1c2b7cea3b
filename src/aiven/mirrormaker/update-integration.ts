import type { ChangeOf } from '../../model/change.ts';
import {
  type Integration,
  type IntegrationId,
  type LiveIntegration,
  tuningDefault,
} from '../../model/integration.ts';
import { type StoredFields, unnamedFields } from '../../model/stored-fields.ts';
import type { AivenClient } from '../http/client.ts';
import { AivenError, type Operation } from '../http/errors.ts';
import { liveAndStated, refuseChangedSince, refuseInexact } from '../live-and-stated.ts';
import { sendWhole } from '../send-whole.ts';
import { settingKeys, tuningInSpec, type UserConfig, writing } from './create-integration.ts';
import { listIntegrations, storedOf, tuningOf } from './integrations.ts';

/** A change of an integration that exists. */
export type Updated = ChangeOf<'integration'> & {
  readonly desired: Integration;
  readonly live: LiveIntegration;
};

/**
 * Whether a PUT merges or replaces, and at which depth, is not documented. So the whole config goes out: what the
 * integration has now, with what the change names laid over it.
 */
export async function updateIntegration(
  client: AivenClient,
  change: Updated,
  keeps: (kept: StoredFields) => void,
): Promise<void> {
  const operation = writing('update', change.id);
  const { body, kept } = await updatedConfig(client, operation, change);
  keeps(kept);
  const path = integrationPath(change.id, change.live.integrationId);
  // The tuning is an object inside of the config, and whether a PUT keeps what it lacks is not known.
  const refusedValues = { stateIn: tuningInSpec(change.id) };
  const whole = { body: { user_config: body }, kept: settingKeys(kept), refusedValues };
  await sendWhole(client, { method: 'PUT', operation, path }, whole);
}

interface UpdatedConfig {
  readonly body: UserConfig;
  /** What of the integration the change does not name. */
  readonly kept: StoredFields;
  /** Fields that the change names, or that the spec states in another form of the same value. */
  readonly named: ReadonlySet<string>;
}

/** The `user_config` to send, from the integration as it is right now. */
export async function updatedConfig(
  client: AivenClient,
  operation: Operation,
  { id, desired, live, fields }: Updated,
): Promise<UpdatedConfig> {
  const { rows } = await listIntegrations(client, id);
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
  const changed = new Set(fields.map(({ field }) => field));
  const keys = [...changed].filter((field) => field !== 'source');
  refuseChangedSince(
    operation,
    `the integration of ${id.cluster}`,
    keys.map((field) => ({
      field,
      planned: live.tuning[field],
      now: shown[field],
      wanted: wantedOf(desired, field),
    })),
    isSameText,
  );
  // '7' is shown as 7, so it is no difference; Aiven does not take the text back, but the spec's number.
  const respelt = Object.entries(desired.tuning).flatMap(([key, value]) =>
    value !== null &&
    !changed.has(key) &&
    tuning[key] !== value &&
    shown[key] !== undefined &&
    isSameText(shown[key], value)
      ? [key]
      : [],
  );
  const named = new Set([...changed, ...respelt]);
  const body = liveAndStated(
    now,
    new Map<string, unknown>([
      ['cluster_alias', id.cluster],
      // Sent even if it is empty: where a PUT replaces what it names, an empty object resets every setting to Aiven's default.
      [
        'kafka_mirrormaker',
        liveAndStated(
          tuning,
          new Map([...keys, ...respelt].map((field) => [field, wantedOf(desired, field)])),
        ),
      ],
    ]),
  );
  refuseInexact(operation, body);
  return { body, kept: unnamedFields(storedOf(now), named), named };
}

type Value = string | number | null | undefined;

function isSameText(one: Value, other: Value): boolean {
  return String(one ?? '') === String(other ?? '');
}

/** What is sent for a key of the tuning. One that goes back to its default is written too, or a PUT that merges keeps it. */
function wantedOf({ tuning }: Integration, key: string): string | number | undefined {
  return tuning[key] ?? tuningDefault(key);
}

export function deleteIntegration(
  client: AivenClient,
  id: IntegrationId,
  integrationId: string,
): Promise<void> {
  return client.write({
    method: 'DELETE',
    operation: writing('delete', id),
    path: integrationPath(id, integrationId),
  });
}

function integrationPath(id: IntegrationId, integrationId: string): string[] {
  return ['v1', 'project', id.project, 'integration', integrationId];
}
