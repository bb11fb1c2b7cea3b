import type { ChangeOf } from '../../model/change.ts';
import type { Flow, FlowId, LiveFlow } from '../../model/flow.ts';
import { flowName } from '../../model/flow.ts';
import { flowFields } from '../../model/flow-defaults.ts';
import type { Listing, Unreadable } from '../../model/live.ts';
import { known, unknown } from '../../model/reading.ts';
import { type StoredFields, unnamedFields } from '../../model/stored-fields.ts';
import type { ResourceWriter, WriteResult } from '../../model/writer.ts';
import type { ServiceAddress } from '../aiven.ts';
import type { AivenClient } from '../http/client.ts';
import { AivenError, type Operation } from '../http/errors.ts';
import { namedFields, refuseChangedSince, refuseInexact } from '../live-and-stated.ts';
import { sendWhole } from '../send-whole.ts';
import { servicePath, unknownInService } from '../service.ts';
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
  await sendWhole(client, request, { body, kept });
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
  const refused = await sendWhole(client, request, update);
  // No settings, but something that Aiven measures, and may measure otherwise a moment later.
  keeps(unnamedFields(now.stored, new Set([...changed, ...refused])));
}

/** Deletes the flow and creates it again, with the settings of the old one and, over them, what the spec states. */
async function replaceFlow(client: AivenClient, flow: Flow): Promise<WriteResult> {
  return attempt(async () => {
    const live = await findFlow(client, flow.id);
    if (live !== undefined) await deleteFlow(client, flow.id);
    await createFlow(client, flow, live);
  });
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
