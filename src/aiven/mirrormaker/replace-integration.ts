import type { IntegrationId } from '../../model/integration.ts';
import { tuningRanges } from '../../model/limits/mirrormaker-ranges.ts';
import { lostFields, type StoredFields, unnamedFields } from '../../model/stored-fields.ts';
import { afterFirstPart, neverSent, type WriteResult } from '../../model/writer.ts';
import type { AivenClient } from '../http/client.ts';
import { AivenError, type Operation } from '../http/errors.ts';
import { recreate } from '../recreate.ts';
import { untaken } from '../untaken.ts';
import { textOf } from '../wire/row.ts';
import { attempt, attemptDelete } from '../write-in-order.ts';
import {
  confirmedSource,
  inWords,
  postIntegration,
  tuningInSpec,
  type UserConfig,
  writing,
} from './create-integration.ts';
import { configOf, type EnabledRow, listIntegrations } from './integrations.ts';
import { deleteIntegration, type Updated, updatedConfig } from './update-integration.ts';

interface Prepared {
  /** The body of the request that creates the new integration. */
  readonly fields: Readonly<Record<string, unknown>> & { readonly user_config: UserConfig };
  readonly kept: StoredFields;
}

/**
 * Only the settings of an integration can be changed, so another source takes another integration: the old one is deleted, and a
 * new one is created with all its settings. Whatever can be asked is asked before the deletion.
 */
export async function replaceIntegration(client: AivenClient, change: Updated): Promise<WriteResult> {
  const { id, live } = change;
  const found: { prepared?: Prepared } = {};
  const read = await attempt(async () => {
    found.prepared = await prepare(client, change);
  });
  const { prepared } = found;
  if (read.state === 'failed' || prepared === undefined) return read;
  const { fields, kept } = prepared;
  const settings = inWords(kept);
  // A run that is killed after the deletion leaves at least this line.
  if (settings !== '') client.progress(`Replacing the integration of ${id.cluster}, which has ${settings}`);
  const deleted = await attemptDelete(() => deleteIntegration(client, id, live.integrationId));
  // An error may have come after the deletion: then the new one is still to be made.
  const mayBeGone = deleted.state === 'accepted' || (deleted.transient && !neverSent.has(deleted.code));
  if (!mayBeGone) return deleted;
  const gone = await attempt(() => waitUntilGone(client, id, live.integrationId));
  if (gone.state === 'failed') return deleted.state === 'failed' ? deleted : afterFirstPart(gone);
  const create = () =>
    recreate(client, {
      what: `the integration of ${id.cluster} with service ${id.service}`,
      create: () => postIntegration(client, id, fields, kept),
      isThere: async () => (await listIntegrations(client, id)).rows.some((row) => isNew(row, change)),
    });
  const created = afterFirstPart(await attempt(create));
  if (created.state === 'accepted') return { ...created, kept };
  return {
    ...created,
    kept,
    message:
      `The old integration was deleted, but the new one could not be created: ${created.message}${advice(settings)}`.slice(
        0,
        500,
      ),
  };
}

/**
 * What it carries has to be what the plan saw: the record of that plan holds it, so that a later run can create what this one
 * only deleted.
 */
async function prepare(client: AivenClient, change: Updated): Promise<Prepared> {
  const { id, desired, live } = change;
  const operation = writing('replace', id);
  const { body, kept, named } = await updatedConfig(client, operation, change);
  const planned = unnamedFields(live.stored ?? new Map(), named);
  const changed = [...lostFields(planned, kept), ...lostFields(kept, planned)].map(({ field }) => field);
  if (live.stored !== undefined && changed.length > 0) {
    throw new AivenError({
      kind: 'from-changed',
      operation,
      message: `${[...new Set(changed)].join(', ')} of the integration of ${id.cluster} changed after the plan was made, so nothing was sent. Run again for a new plan.`,
    });
  }
  refuseUntaken(operation, change, kept);
  const source = await confirmedSource(client, operation, desired);
  return { fields: { ...source, user_config: body }, kept };
}

/** A new integration with a setting that Aiven does not take would not be made, after the old one was deleted for it. */
function refuseUntaken(operation: Operation, { id }: Updated, kept: StoredFields): void {
  const { kafka_mirrormaker: tuning } = configOf(kept);
  const problem = untaken(Object(tuning ?? {}), tuningRanges, tuningInSpec(id));
  if (problem !== undefined) throw new AivenError({ kind: 'not-sent', operation, message: problem });
}

function isNew(row: EnabledRow, { id, live }: Updated): boolean {
  return (
    row.service_integration_id !== live.integrationId &&
    textOf(row.user_config, 'cluster_alias') === id.cluster
  );
}

function advice(settings: string): string {
  return settings === ''
    ? ''
    : ` Re-run this job: where a pull request showed this plan, the new one gets what the old one had. Else state it in the spec: ${settings}`;
}

async function waitUntilGone(client: AivenClient, id: IntegrationId, integrationId: string): Promise<void> {
  const address = { project: id.project, service: id.service };
  for (const wait of [500, 1_000, 2_000, 5_000, 10_000, 20_000, 0]) {
    const { rows } = await listIntegrations(client, address);
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
