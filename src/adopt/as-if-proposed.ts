import type { Change, ChangeOf, FieldChange } from '../model/change.ts';
import type {
  ChangeDifference,
  Difference,
  LayoutDifference,
  SettingDifference,
} from '../model/difference.ts';
import { partOf } from '../model/field-path.ts';
import type { LiveFlow } from '../model/flow.ts';
import { flowDefaults, flowFields } from '../model/flow-defaults.ts';
import { nameOf, placeOf } from '../model/resource.ts';
import type { LiveTopic, LiveTopicConfig, Topic } from '../model/topic.ts';
import { assessRisks } from '../plan/assess-risks.ts';
import type { RiskDraft } from '../plan/plan.ts';
import type { Spec } from '../spec/spec.ts';

/** What it would mean to bring about what is live, from what the spec says: the risks that its reviewers would have been shown. */
export function risksOf(difference: Difference, spec: Spec): readonly RiskDraft[] {
  switch (difference.is) {
    case 'setting':
      return [ofSetting(difference)];
    case 'layout':
      return drafts(layoutChange(difference, spec));
    case 'change':
      return drafts(reversed(difference));
  }
}

/** Without the gates: nothing of it waits for one. */
function drafts(change: Change | 'harmless'): readonly RiskDraft[] {
  if (change === 'harmless') return [];
  return assessRisks([change]).map(({ gate: _, label: __, id: ___, ...draft }) => draft);
}

function ofSetting({ service, key }: SettingDifference): RiskDraft {
  return {
    level: 'low',
    code: 'consequence-unknown',
    consequence: `${key} of ${service} counts for all flows of the service; the spec only states it`,
  };
}

/** The change that goes the other way. `harmless`: nobody was ever asked about one like it. */
function reversed({ change, field }: ChangeDifference): Change | 'harmless' {
  switch (change.action) {
    case 'create':
      return asDeleted(change);
    case 'delete':
      return asCreated(change);
    case 'replace':
    case 'update':
      return asUpdated(change, field === undefined ? change.fields : [field]);
  }
}

type Updated = Change & { readonly action: 'update' | 'replace' };

function asUpdated(change: Updated, differing: readonly FieldChange[]): Change {
  const fields = differing.map(({ field, from, to }) => ({ field, from: to, to: from }));
  switch (change.kind) {
    case 'topic':
      return { ...change, action: 'update', fields, live: topicAsStated(change.live, differing) };
    case 'flow': {
      const settings = { ...change.desired.settings, ...change.live.settings };
      return { ...change, action: 'update', fields, desired: { ...change.desired, settings } };
    }
    // What a change of these means is told by the two values alone.
    case 'endpoint':
      return { ...change, action: 'update', fields };
    case 'integration':
      return { ...change, action: 'update', fields };
    case 'kafka-acl':
      return { ...change, action: 'update', fields };
    case 'aiven-acl':
      return { ...change, action: 'update', fields };
  }
}

/** The topic with the values of the spec, from which the risks of the live ones are told. */
function topicAsStated(live: LiveTopic, fields: readonly FieldChange[]): LiveTopic {
  const config = new Map<string, LiveTopicConfig>(live.config);
  let { partitions, replication } = live;
  for (const { field, to } of fields) {
    const { of, name } = partOf(field);
    if (of === 'config') config.set(name, configAsStated(live.config.get(name), to));
    if (field === 'partitions') partitions = Number(to);
    if (field === 'replication') replication = Number(to);
  }
  return { ...live, config, partitions, replication };
}

function configAsStated(live: LiveTopicConfig | undefined, to: FieldChange['to']): LiveTopicConfig {
  const inherited = live?.inherited === undefined ? {} : { inherited: live.inherited };
  if (typeof to === 'string') return { value: to, overridden: true, ...inherited };
  return { value: live?.inherited ?? null, overridden: false, ...inherited };
}

/** What the spec asks for is not there: as if it were taken away. */
function asDeleted(change: Change & { readonly action: 'create' }): Change | 'harmless' {
  const base = { action: 'delete' as const, fields: [] };
  const { provenance } = change;
  switch (change.kind) {
    case 'topic':
      return { ...base, kind: 'topic', id: change.id, provenance, live: topicOf(change.desired) };
    case 'flow':
      return { ...base, kind: 'flow', id: change.id, provenance, live: flowOf(change) };
    case 'kafka-acl':
      return { ...base, kind: 'kafka-acl', id: change.id, provenance, live: { id: change.id } };
    case 'aiven-acl':
      return { ...base, kind: 'aiven-acl', id: change.id, provenance, live: { id: change.id, aclId: '' } };
    case 'endpoint':
    case 'integration':
      return 'harmless'; // no line can say it, so it is never accepted
  }
}

function topicOf({ id, partitions = 1, replication = 1 }: Topic): LiveTopic {
  return { id, partitions, replication, config: new Map() };
}

function flowOf({ id, desired }: ChangeOf<'flow'> & { readonly action: 'create' }): LiveFlow {
  return { id, settings: desired.settings };
}

/** What is there although the spec does not want it: as if it were made. */
function asCreated(change: Change & { readonly action: 'delete' }): Change | 'harmless' {
  const { provenance } = change;
  const base = { action: 'create' as const, fields: [] };
  switch (change.kind) {
    case 'kafka-acl':
      return {
        ...base,
        kind: 'kafka-acl',
        id: change.id,
        provenance,
        desired: { id: change.id, provenance },
      };
    case 'aiven-acl':
      return {
        ...base,
        kind: 'aiven-acl',
        id: change.id,
        provenance,
        desired: { id: change.id, provenance },
      };
    case 'flow': {
      const settings = { ...flowDefaults, ...change.live.settings };
      const stated = new Set(flowFields);
      return {
        ...base,
        kind: 'flow',
        id: change.id,
        provenance,
        desired: { id: change.id, settings, stated, provenance },
      };
    }
    case 'topic':
    case 'endpoint':
      return 'harmless';
  }
}

function layoutChange({ id, field, spec: stated, live }: LayoutDifference, { clusters }: Spec): Change {
  const position = clusters.get(id.cluster)?.topics.get(id.name)?.position ?? {
    file: '',
    line: 1,
    column: 1,
  };
  const provenance = { origin: 'declared', position } as const;
  const settings = { config: new Map(), protect: false, unlistedConfig: 'report' } as const;
  return {
    kind: 'topic',
    action: 'update',
    id,
    provenance,
    fields: [{ field, from: String(stated), to: String(live) }],
    desired: { id, provenance, [field]: live, ...settings },
    live: { id, partitions: stated, replication: stated, config: new Map() },
  };
}

/** Of what a difference is, for telling that two are about the same. */
export function keyOfDifference(difference: Difference): string {
  switch (difference.is) {
    case 'change':
      return JSON.stringify([
        difference.change.kind,
        placeOf(difference.change.id),
        nameOf(difference.change.id),
        difference.field?.field ?? '',
      ]);
    case 'layout':
      return JSON.stringify(['topic', difference.id.cluster, difference.id.name, difference.field]);
    case 'setting':
      return JSON.stringify(['setting', difference.service, '', difference.key]);
  }
}
