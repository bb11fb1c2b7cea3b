import { mayBothMatch } from '../model/name-pattern.ts';
import {
  checkpointsTopic,
  connectTopics,
  documentedOffsetSyncsTopic,
  heartbeatsTopic,
  offsetSyncsTopic,
} from './names.ts';
import { overlap } from './pattern-under-prefix.ts';

/** Topics in which Kafka, and what runs beside it, keep what others rely on; by what is kept there. */
export type OwnTopicKind =
  | 'group offsets'
  | 'transactions'
  | 'connector configs'
  | 'connector offsets'
  | 'connector states'
  | 'offset syncs'
  | 'checkpoints'
  | 'heartbeats'
  | 'schemas'
  /** Every other name that Kafka or a tool keeps for itself. */
  | 'others';

/** An alias, which is never empty. */
const alias = '?*';
const worker = connectTopics(alias);

/** What the kinds are called, as globs. Kafka Connect has no fixed names: these are those of its examples, of Aiven and of Strimzi. */
const names: { readonly [K in OwnTopicKind]: readonly string[] } = {
  'group offsets': ['__consumer_offsets'],
  transactions: ['__transaction_state'],
  'connector configs': [worker.configs, ...connectNames('configs')],
  'connector offsets': [worker.offsets, ...connectNames('offsets')],
  'connector states': [worker.status, ...connectNames('status')],
  'offset syncs': [offsetSyncsTopic(alias), documentedOffsetSyncsTopic(alias)],
  checkpoints: [checkpointsTopic(alias)],
  heartbeats: [heartbeatsTopic, `${alias}.${heartbeatsTopic}`],
  schemas: ['_schemas', '_schemas-*', '_schemas_*', '?*_schemas'],
  others: ['__*', '_confluent*'],
};

function connectNames(what: string): readonly string[] {
  return [
    `connect-${what}*`,
    `connect_${what}*`,
    `_connect?${what}*`,
    `__connect?${what}*`,
    `connect-?*-${what}`,
    `connect_?*_${what}`,
    `mirrormaker2-?*-${what}`,
    `?*-connect-${what}`,
    `?*_connect_${what}`,
    `?*.connect-${what}`,
  ];
}

const shapes: readonly Shape[] = (Object.entries(names) as [OwnTopicKind, readonly string[]][]) // the keys of the type
  .flatMap(([kind, globs]) => globs.map((glob) => ({ kind, glob, ...endsOf(glob) })));

interface Ends {
  /** What a name begins and ends with for certain. */
  readonly head: string;
  readonly tail: string;
}

interface Shape extends Ends {
  readonly kind: OwnTopicKind;
  readonly glob: string;
}

/**
 * Of which kinds a glob may name a topic. An open glob as `orders.*` may name `orders.checkpoints.internal` too; it counts only
 * where it says enough of the name itself.
 */
export function ownTopicKinds(glob: string): readonly OwnTopicKind[] {
  const ends = endsOf(glob);
  const kinds = shapes
    .filter((shape) => overlap(ends.head, shape.head) && endAlike(ends.tail, shape.tail))
    .filter((shape) => saysEnough(glob, ends, shape) && mayBothMatch(glob, shape.glob))
    .map(({ kind }) => kind);
  return [...new Set(kinds)];
}

/** Characters that nobody's own name has by chance: in a row from the beginning of a part, and as a part of a glob. */
const minTold = { ofBeginning: 9, ofPart: 5 } as const;

function saysEnough(glob: string, { head, tail }: Ends, shape: Shape): boolean {
  const isHeadOwn = shape.tail === '' || shape.head.length >= minTold.ofBeginning;
  if (head !== '' && (shape.head.startsWith(head) || (isHeadOwn && shape.head !== ''))) return true;
  if (tail !== '' && shape.tail !== '') return true;
  const told = shape.tail.slice(0, minTold.ofBeginning);
  if (told.length === minTold.ofBeginning && glob.includes(told)) return true;
  return glob
    .split(/[*?]/)
    .some(
      (part) => part.length >= minTold.ofPart && (shape.head.includes(part) || shape.tail.includes(part)),
    );
}

function endsOf(glob: string): Ends {
  return { head: /^[^*?]*/.exec(glob)?.[0] ?? '', tail: /[^*?]*$/.exec(glob)?.[0] ?? '' };
}

function endAlike(one: string, other: string): boolean {
  return one.endsWith(other) || other.endsWith(one);
}
