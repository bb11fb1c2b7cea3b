import type { ChangeOf } from '../../../src/model/change.ts';
import type { DeletableKind, DesiredOf, IdOf, Kind, LiveOf } from '../../../src/model/resource.ts';
import type { ResourceWriter, WriteResult } from '../../../src/model/writer.ts';
import {
  type Account,
  aivenAcl,
  core,
  endpoint,
  eventually,
  flow,
  integration,
  kafkaAcl,
  topic,
} from './aiven-account.ts';
import { toCreate, toDelete, toUpdate } from './changes.ts';

/** One resource of a kind, what it is updated to, and how to recognise that the update is there. */
interface Subject<K extends Kind> {
  readonly writer: (account: Account) => ResourceWriter<K>;
  readonly first: DesiredOf<K> & { readonly id: IdOf<K> };
  readonly update?: {
    readonly desired: DesiredOf<K> & { readonly id: IdOf<K> };
    readonly fields: readonly string[];
    readonly isThere: (live: LiveOf<K>) => boolean;
  };
  /** Whether a plan deletes any. */
  readonly isDeletable: K extends DeletableKind ? true : false;
  /** What has to be there before. */
  readonly before?: (account: Account) => Promise<unknown>;
}

export type Step = 'create' | 'update' | 'delete';

/** Hides the kind, so that one table holds subjects of all kinds. */
export interface AnySubject {
  readonly kind: Kind;
  readonly steps: readonly Step[];
  readonly prepare: (account: Account) => Promise<unknown>;
  /** Writes and answers; the resource is in the state before the step. */
  readonly write: (account: Account, step: Step) => Promise<WriteResult | undefined>;
  readonly isDone: (account: Account, step: Step) => Promise<unknown>;
  readonly isNotDone: (account: Account, step: Step) => Promise<unknown>;
}

function subject<K extends Kind>(kind: K, of: Subject<K>): AnySubject {
  const { first, update } = of;
  const read = (account: Account, wanted: (live: LiveOf<K> | undefined) => boolean) =>
    eventually(account, of.writer(account), first.id, wanted);
  const there = (live: LiveOf<K> | undefined) => live !== undefined;
  const updated = (live: LiveOf<K> | undefined) => live !== undefined && update?.isThere(live) === true;
  const change = async (account: Account, step: Step): Promise<ChangeOf<K>> => {
    if (step === 'create') return toCreate<K>(first);
    const live = await read(account, there);
    if (live === undefined) throw new Error('it is not there');
    if (step === 'delete') return toDelete(live as LiveOf<DeletableKind>) as ChangeOf<K>; // only of such kinds
    if (update === undefined) throw new Error(`${kind} has no update`);
    return toUpdate<K>(update.desired, live, update.fields);
  };
  return {
    kind,
    steps: [
      'create',
      ...(update === undefined ? [] : (['update'] as const)),
      ...(of.isDeletable ? (['delete'] as const) : []),
    ],
    prepare: async (account) => of.before?.(account),
    write: async (account, step) => {
      const next = await change(account, step);
      account.emulator.log.clear();
      return (await of.writer(account).write([next]))[0];
    },
    isDone: (account, step) =>
      read(account, step === 'create' ? there : step === 'update' ? updated : (live) => !there(live)),
    isNotDone: (account, step) =>
      read(account, (live) => there(live) === (step !== 'create') && (step !== 'update' || !updated(live))),
  };
}

export const subjects: readonly AnySubject[] = [
  subject('endpoint', {
    writer: ({ aiven }) => aiven.endpoints,
    first: endpoint('onprem-kafka'),
    isDeletable: true,
    update: {
      desired: endpoint('onprem-kafka', { bootstrap_servers: 'kafka-3.corp.example:9093' }),
      fields: ['bootstrap_servers'],
      isThere: ({ config }) => config.bootstrap_servers === 'kafka-3.corp.example:9093',
    },
  }),
  subject('integration', {
    writer: ({ aiven }) => aiven.integrations,
    first: integration('onprem', { type: 'endpoint', endpoint: 'onprem-kafka' }),
    isDeletable: false,
    update: {
      desired: integration(
        'onprem',
        { type: 'endpoint', endpoint: 'onprem-kafka' },
        { producer_linger_ms: 5 },
      ),
      fields: ['producer_linger_ms'],
      isThere: ({ tuning }) => tuning['producer_linger_ms'] === 5,
    },
    before: ({ aiven }) => aiven.endpoints.write([toCreate<'endpoint'>(endpoint('onprem-kafka'))]),
  }),
  subject('flow', {
    writer: ({ aiven }) => aiven.flows,
    first: flow('onprem', 'core'),
    isDeletable: true,
    update: {
      desired: flow('onprem', 'core', { enabled: false, topics: ['other'] }),
      fields: ['enabled', 'topics'],
      isThere: ({ settings }) => settings.enabled === false && settings.topics?.[0] === 'other',
    },
  }),
  subject('topic', {
    writer: ({ aiven }) => aiven.topics(core),
    isDeletable: true,
    first: topic('orders.created', {
      config: new Map([
        ['retention.ms', '9223372036854775807'],
        ['compression.type', null],
      ]),
      tags: new Map([['team', 'orders']]),
      description: 'Orders as they come in',
    }),
    update: {
      desired: topic('orders.created', {
        partitions: 6,
        config: new Map([['retention.ms', '86400000']]),
        tags: new Map([['team', 'sales']]),
      }),
      fields: ['partitions', 'config.retention.ms', 'tags.team'],
      isThere: ({ partitions, config, tags }) =>
        partitions === 6 && config.get('retention.ms')?.value === '86400000' && tags?.get('team') === 'sales',
    },
  }),
  subject('kafka-acl', {
    writer: ({ aiven }) => aiven.kafkaAcls(core),
    first: kafkaAcl(),
    isDeletable: true,
  }),
  subject('aiven-acl', {
    writer: ({ aiven }) => aiven.aivenAcls(core),
    first: aivenAcl('svc-legacy'),
    isDeletable: true,
  }),
];

/** Brings the resource into the state before the step; of one that has no such step, into its last. */
export async function upTo(account: Account, one: AnySubject, step: Step): Promise<void> {
  await one.prepare(account);
  const steps = one.steps.includes(step) ? one.steps.slice(0, one.steps.indexOf(step)) : one.steps;
  for (const before of steps) {
    const result = await one.write(account, before);
    if (result?.state !== 'accepted') throw new Error(`${before} failed: ${JSON.stringify(result)}`);
    await one.isDone(account, before);
  }
}
