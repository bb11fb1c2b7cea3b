import type { ChangeOf } from '../../model/change.ts';
import type { Flow, FlowId, FlowSettings, LiveFlow } from '../../model/flow.ts';
import { flowName } from '../../model/flow.ts';
import { known, type Reading, unknown } from '../../model/reading.ts';
import type { ResourceWriter, WriteResult } from '../../model/writer.ts';
import type { ServiceAddress } from '../aiven.ts';
import type { AivenClient } from '../http/client.ts';
import type { Operation } from '../http/errors.ts';
import { servicePath, unknownInService } from '../service.ts';
import { flowList, policyClasses, type WireFlow } from '../wire/flow.ts';
import { attempt, goneIsFine, type Lanes, writeInOrder } from '../write-in-order.ts';

/**
 * Replication flows of MirrorMaker 2 services. `lanes` are shared with the integrations: Aiven once lost flow changes that
 * overlapped (terraform-provider-aiven 4.9.4), so changes of one service go one by one.
 */
export function flowWriter(client: AivenClient, lanes: Lanes): ResourceWriter<'flow'> {
  return {
    write: (changes) =>
      writeInOrder(changes, (change) => {
        const { project, service } = change.id;
        return lanes.run(`${project}/${service}`, () => writeFlow(client, change));
      }),
    readBack: async (ids) => {
      const services = new Map(
        ids.map(({ project, service }) => [`${project}/${service}`, { project, service }]),
      );
      const answers = new Map<string, Reading<readonly LiveFlow[]>>();
      await Promise.all(
        [...services].map(async ([key, address]) => answers.set(key, await readFlows(client, address))),
      );
      return ids.map((id) => {
        const answer = answers.get(`${id.project}/${id.service}`);
        if (answer === undefined) return unknown('incomplete', `Flow ${flowName(id)} was not read`);
        if (answer.state === 'unknown') return answer;
        return known(answer.value.find((flow) => flowName(flow.id) === flowName(id)));
      });
    },
  };
}

export async function readFlows(
  client: AivenClient,
  address: ServiceAddress,
): Promise<Reading<readonly LiveFlow[]>> {
  try {
    const { replication_flows } = await client.read({
      operation: {
        does: `list the replication flows of service ${address.service}`,
        permission: 'service:data:write',
      },
      path: flowsPath(address),
      answer: flowList,
    });
    const flows: LiveFlow[] = [];
    for (const wire of replication_flows) {
      const id: FlowId = {
        kind: 'flow',
        project: address.project,
        service: address.service,
        source: wire.source_cluster,
        target: wire.target_cluster,
      };
      if (flows.some((flow) => flowName(flow.id) === flowName(id))) {
        return unknown('incomplete', `Service ${address.service} lists the flow ${flowName(id)} twice`);
      }
      const exclude = excludedTopics(wire);
      if (exclude === 'contradictory') {
        return unknown(
          'incomplete',
          `Aiven gives different lists of excluded topics for the flow ${flowName(id)}`,
        );
      }
      const progress = wire.replication_progress;
      flows.push({
        id,
        settings: settingsOf(wire, exclude),
        ...(progress == null ? {} : { progress }),
      });
    }
    return known(flows);
  } catch (error) {
    return unknownInService(client, address, error);
  }
}

/** Aiven's API knows one list under three names; which of them an answer uses is not documented. */
function excludedTopics(wire: WireFlow): readonly string[] | undefined | 'contradictory' {
  const lists = [wire['topics.blacklist'], wire['topics.exclude'], wire.topics_exclude].filter(
    (list) => list != null && list.length > 0,
  );
  const [first] = lists;
  if (lists.some((list) => JSON.stringify(list) !== JSON.stringify(first))) return 'contradictory';
  return first ?? undefined;
}

/** A field that is absent, null or an empty list was not set. */
export function settingsOf(wire: WireFlow, topics_exclude?: readonly string[]): Partial<FlowSettings> {
  const policy = wire.replication_policy_class;
  const excludedProperties = wire.config_properties_exclude;
  return {
    ...given('enabled', wire.enabled),
    ...given('topics', wire.topics?.length === 0 ? undefined : wire.topics),
    ...given('topics_exclude', topics_exclude),
    ...given('replication_policy', policy && (policy === policyClasses.identity ? 'identity' : 'default')),
    ...given('replication_factor', wire.replication_factor),
    ...given('offset_syncs_topic_location', wire.offset_syncs_topic_location),
    ...given('sync_group_offsets_enabled', wire.sync_group_offsets_enabled),
    ...given('sync_group_offsets_interval_seconds', wire.sync_group_offsets_interval_seconds),
    ...given('emit_heartbeats_enabled', wire.emit_heartbeats_enabled),
    ...given('emit_backward_heartbeats_enabled', wire.emit_backward_heartbeats_enabled),
    ...given('exactly_once_delivery_enabled', wire.exactly_once_delivery_enabled),
    ...given(
      'config_properties_exclude',
      excludedProperties == null ? undefined : splitList(excludedProperties),
    ),
  };
}

function given<K extends keyof FlowSettings>(
  field: K,
  value: FlowSettings[K] | null | undefined,
): Partial<FlowSettings> {
  return value == null ? {} : { [field]: value };
}

function splitList(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function writeFlow(client: AivenClient, change: ChangeOf<'flow'>): Promise<WriteResult> {
  const { id } = change;
  switch (change.action) {
    case 'create':
      return attempt(() => createFlow(client, change.desired));
    case 'update':
      return attempt(() =>
        client.write({
          method: 'PUT',
          operation: writing('update', id),
          path: flowPath(id),
          body: wireSettings(changedSettings(change)),
        }),
      );
    case 'replace':
      return replaceFlow(client, change.desired);
    case 'delete':
      return attempt(() => deleteFlow(client, id), goneIsFine);
  }
}

function createFlow(client: AivenClient, { id, settings }: Flow): Promise<void> {
  return client.write({
    method: 'POST',
    operation: writing('create', id),
    path: flowsPath(id),
    body: { source_cluster: id.source, target_cluster: id.target, ...wireSettings(settings) },
  });
}

async function replaceFlow(client: AivenClient, flow: Flow): Promise<WriteResult> {
  const deleted = await attempt(() => deleteFlow(client, flow.id), goneIsFine);
  return deleted.state === 'failed' ? deleted : attempt(() => createFlow(client, flow));
}

function deleteFlow(client: AivenClient, id: FlowId): Promise<void> {
  return client.write({ method: 'DELETE', operation: writing('delete', id), path: flowPath(id) });
}

/** A PUT changes the fields it names and keeps the others. */
function changedSettings(change: ChangeOf<'flow'> & { readonly desired: Flow }): Partial<FlowSettings> {
  const changed = new Set(change.fields.map(({ field }) => field));
  return Object.fromEntries(Object.entries(change.desired.settings).filter(([field]) => changed.has(field)));
}

/** Aiven's field names. The excluded topics go out in the spelling that Aiven's own clients use. */
export function wireSettings(settings: Partial<FlowSettings>): Readonly<Record<string, unknown>> {
  const { replication_policy, topics_exclude, config_properties_exclude, ...same } = settings;
  return {
    ...same,
    ...(topics_exclude === undefined ? {} : { 'topics.blacklist': topics_exclude }),
    ...(replication_policy === undefined
      ? {}
      : { replication_policy_class: policyClasses[replication_policy] }),
    ...(config_properties_exclude === undefined
      ? {}
      : { config_properties_exclude: config_properties_exclude.join(',') }),
  };
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
