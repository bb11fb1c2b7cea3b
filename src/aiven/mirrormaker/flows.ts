import type { ChangeOf } from '../../model/change.ts';
import type { Flow, FlowId, LiveFlow } from '../../model/flow.ts';
import { flowName } from '../../model/flow.ts';
import { flowFields } from '../../model/flow-defaults.ts';
import { flowRanges } from '../../model/limits/mirrormaker-ranges.ts';
import type { Listing, Unreadable } from '../../model/live.ts';
import { known, unknown } from '../../model/reading.ts';
import { type StoredFields, unnamedFields } from '../../model/stored-fields.ts';
import {
  afterFirstPart,
  neverSent,
  type ResourceWriter,
  type WriteFailure,
  type WriteResult,
} from '../../model/writer.ts';
import type { ServiceAddress } from '../aiven.ts';
import type { AivenClient } from '../http/client.ts';
import { AivenError, type Operation } from '../http/errors.ts';
import { namedFields, refuseChangedSince, refuseInexact } from '../live-and-stated.ts';
import { recreate } from '../recreate.ts';
import { sendWhole } from '../send-whole.ts';
import { servicePath, unknownInService } from '../service.ts';
import { untaken } from '../untaken.ts';
import { flowList, type WireFlow, wireFlow } from '../wire/flow.ts';
import { apartFromTwins, parseRow, textOf } from '../wire/row.ts';
import { attempt, attemptDelete, attemptKeeping, type Lanes, writeInOrder } from '../write-in-order.ts';
import { readBackByService, serviceKey } from './by-service.ts';
import { liveFields, updatedFlow, wireSettings } from './flow-fields.ts';

/**
 * Replication flows of MirrorMaker 2 services. `lanes` are shared with the integrations: Aiven once lost flow changes that
 * overlapped (terraform-provider-aiven 4.9.4), so changes of one service go one by one.
 */
export function flowWriter(client: AivenClient, lanes: Lanes): ResourceWriter<'flow'> {
  return {
    write: (changes) =>
      writeInOrder(changes, (change) => lanes.run(serviceKey(change.id), () => writeFlow(client, change))),
    readBack: (ids) => readBackByService<'flow'>(ids, (address) => readFlows(client, address)),
  };
}

/** One list of the service's flows. One that the list names twice is unknown, because none of the two can be trusted then. */
export async function readFlows(client: AivenClient, address: ServiceAddress): Promise<Listing<'flow'>> {
  try {
    const flows: LiveFlow[] = [];
    const unreadable: Unreadable<'flow'>[] = [];
    for (const row of await listFlows(client, address)) {
      const id = idOf(address, row);
      const wire = parseRow(wireFlow, row, id === undefined ? 'a flow' : `the flow ${flowName(id)}`);
      if (!wire.ok || id === undefined) {
        const reason = wire.ok ? unknown('incomplete', 'Aiven does not name a flow') : wire.reason;
        unreadable.push(id === undefined ? { reason } : { id, reason });
        continue;
      }
      const progress = wire.value.replication_progress;
      flows.push({ id, ...liveFields(wire.value), ...(progress == null ? {} : { progress }) });
    }
    const { single, twins } = apartFromTwins(flows, ({ id }) => flowName(id));
    for (const { id } of twins) {
      const message = `Service ${address.service} lists the flow ${flowName(id)} twice`;
      unreadable.push({ id, reason: unknown('incomplete', message) });
    }
    return { ...known(single), unreadable };
  } catch (error) {
    return unknownInService(client, address, error);
  }
}

function idOf({ project, service }: ServiceAddress, row: unknown): FlowId | undefined {
  const [source, target] = [textOf(row, 'source_cluster'), textOf(row, 'target_cluster')];
  return source === undefined || target === undefined
    ? undefined
    : { kind: 'flow', project, service, source, target };
}

async function listFlows(client: AivenClient, address: ServiceAddress): Promise<readonly unknown[]> {
  const { replication_flows } = await client.read({
    operation: {
      does: `list the replication flows of service ${address.service}`,
      permission: 'service:data:write',
    },
    path: flowsPath(address),
    answer: flowList,
  });
  return replication_flows;
}

function writeFlow(client: AivenClient, change: ChangeOf<'flow'>): Promise<WriteResult> {
  const { id } = change;
  switch (change.action) {
    case 'create':
      return attempt(() => createFlow(client, change.desired));
    case 'update':
      return attemptKeeping((keeps) => updateFlow(client, change, keeps));
    case 'replace':
      return replaceFlow(client, change.desired);
    case 'delete':
      return attemptDelete(() => deleteFlow(client, id));
  }
}

async function createFlow(client: AivenClient, flow: Flow, replaced?: WireFlow): Promise<void> {
  const { id, settings, stated } = flow;
  const { source, target } = id;
  const { body: fields, kept } =
    replaced === undefined
      ? { body: wireSettings(settings), kept: new Set<string>() }
      : updatedFlow(replaced, { changed: stated, settings });
  const request = { method: 'POST', operation: writing('create', id), path: flowsPath(id) } as const;
  const body = { source_cluster: source, target_cluster: target, ...fields };
  // The flow that had them is gone, so what Aiven does not take any more is lost in any case.
  await sendWhole(client, request, { body, kept, refusedValues: 'left-out' });
}

type Updated = ChangeOf<'flow'> & { readonly desired: Flow; readonly live: LiveFlow };

/** What the flow has is read right before, not taken from the plan: somebody else may have changed it meanwhile. */
async function updateFlow(
  client: AivenClient,
  { id, desired, live, fields }: Updated,
  keeps: (kept: StoredFields) => void,
): Promise<void> {
  const operation = writing('update', id);
  const wire = await findFlow(client, id);
  if (wire === undefined) {
    const message = `The flow ${flowName(id)} of service ${id.service} is no longer there, so nothing was sent. Run again for a new plan.`;
    throw new AivenError({ kind: 'from-changed', operation, message });
  }
  const now = liveFields(wire);
  const changed = new Set(fields.map(({ field }) => field));
  refuseChangedSince(
    operation,
    `the flow ${flowName(id)}`,
    namedFields(flowFields, changed, {
      planned: live.settings,
      now: now.settings,
      wanted: desired.settings,
    }),
    (one, other) => JSON.stringify(one) === JSON.stringify(other),
  );
  const update = updatedFlow(wire, { changed, settings: desired.settings });
  refuseInexact(operation, update.body);
  keeps(unnamedFields(now.stored, changed));
  const request = { method: 'PUT', operation, path: flowPath(id) } as const;
  // The API description calls it "Patch", and the docs send single fields: what is left out stays.
  const refused = await sendWhole(client, request, { ...update, refusedValues: 'left-out' });
  // No settings, but something that Aiven measures, and may measure otherwise a moment later.
  keeps(unnamedFields(now.stored, new Set([...changed, ...refused])));
}

/**
 * Deletes the flow and creates it again, with the settings of the old one and, over them, what the spec states. What can be known of the creation is
 * known before the deletion.
 */
async function replaceFlow(client: AivenClient, flow: Flow): Promise<WriteResult> {
  const { id, settings, stated } = flow;
  const found: { live?: WireFlow } = {};
  const read = await attempt(async () => {
    const live = await findFlow(client, id);
    if (live === undefined) return;
    const { body, kept } = updatedFlow(live, { changed: stated, settings });
    const unnamed = Object.fromEntries(Object.entries(body).filter(([key]) => kept.has(key)));
    const problem = untaken(unnamed, flowRanges, `the flow ${flowName(id)}`);
    if (problem !== undefined)
      throw new AivenError({ kind: 'not-sent', operation: writing('replace', id), message: problem });
    found.live = live;
  });
  if (read.state === 'failed') return read;
  const { live } = found;
  if (live === undefined) return attempt(() => createFlow(client, flow));
  const deleted = await attemptDelete(() => deleteFlow(client, id));
  if (deleted.state === 'failed' && !(await isGone(client, id, deleted))) return deleted;
  const create = () =>
    recreate(client, {
      what: `the flow ${flowName(id)} of service ${id.service}`,
      create: () => createFlow(client, flow, live),
      isThere: async () => hasPolicy(await findFlow(client, id), flow),
    });
  return afterFirstPart(await attempt(create));
}

/** An error may have come after the deletion: then the flow is still to be made. */
async function isGone(client: AivenClient, id: FlowId, { transient, code }: WriteFailure): Promise<boolean> {
  if (!transient || neverSent.has(code)) return false;
  const found = { isGone: false };
  await attempt(async () => {
    for (const pauseMs of [500, 1_000, 2_000, 5_000, 10_000, 20_000, 0]) {
      found.isGone = (await findFlow(client, id)) === undefined;
      if (found.isGone) return;
      await client.clock.sleep(pauseMs);
    }
  });
  return found.isGone;
}

/** Only another policy makes a new flow of it, so the policy tells the new one from the old one in a list that lags. */
function hasPolicy(wire: WireFlow | undefined, { settings }: Flow): boolean {
  return wire !== undefined && liveFields(wire).settings.replication_policy === settings.replication_policy;
}

async function findFlow(client: AivenClient, id: FlowId): Promise<WireFlow | undefined> {
  const rows = await listFlows(client, id);
  const row = rows.find((one) => keyOfRow(id, one) === flowName(id));
  if (row === undefined) return undefined;
  const wire = parseRow(wireFlow, row, `the flow ${flowName(id)}`);
  if (wire.ok) return wire.value;
  throw new AivenError({
    kind: 'from-changed',
    operation: writing('update', id),
    message: wire.reason.message,
  });
}

function keyOfRow(address: ServiceAddress, row: unknown): string | undefined {
  const id = idOf(address, row);
  return id && flowName(id);
}

function deleteFlow(client: AivenClient, id: FlowId): Promise<void> {
  return client.write({ method: 'DELETE', operation: writing('delete', id), path: flowPath(id) });
}

function flowsPath(address: ServiceAddress): string[] {
  return [...servicePath(address), 'mirrormaker', 'replication-flows'];
}

function flowPath(id: FlowId): string[] {
  return [...flowsPath(id), id.source, id.target];
}

function writing(verb: string, id: FlowId): Operation {
  return {
    does: `${verb} the flow ${flowName(id)} of service ${id.service}`,
    permission: 'service:data:write',
  };
}
