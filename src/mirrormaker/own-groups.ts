import { mayBothMatch } from '../model/name-pattern.ts';
import { connectGroup, transactionalIds } from './names.ts';

/** Consumer groups and transactional ids by which Kafka Connect, MirrorMaker 2 and schema registries run; by what they are for. */
export type OwnGroupKind = 'workers' | 'sink connectors' | 'schema registry';
export type OwnIdKind = 'leader of workers' | 'tasks of workers';

/** An alias, which is never empty. */
const alias = '?*';
const ids = transactionalIds(alias, [
  'MirrorSourceConnector',
  'MirrorCheckpointConnector',
  'MirrorHeartbeatConnector',
]);

/**
 * As globs. Kafka Connect has no fixed group of its workers: these are those of its example, of Aiven and of Strimzi. A sink
 * connector reads as `connect-<name>`. The leader of workers writes as `connect-cluster-<group>`, a task as
 * `<group>-<connector>-<number>` (KIP-618).
 */
const groups: { readonly [K in OwnGroupKind]: readonly string[] } = {
  workers: [
    connectGroup(alias),
    'connect',
    'connect-cluster*',
    '?*-connect-cluster',
    'mirrormaker2-cluster',
    '?*-mirrormaker2-cluster',
  ],
  'sink connectors': ['connect-?*'],
  'schema registry': ['schema-registry', 'schema-registry-?*', '?*-schema-registry'],
};

const writers: { readonly [K in OwnIdKind]: readonly string[] } = {
  'leader of workers': [ids.leader, 'connect-cluster-?*'],
  'tasks of workers': ids.taskPrefixes.map((prefix) => `${prefix}*`),
};

/** Of which kinds a glob surely speaks. Where several have one name, the first alone is told. */
export function ownGroupKind(glob: string): OwnGroupKind | 'others' {
  return kindIn(groups, glob);
}

export function ownIdKind(glob: string): OwnIdKind | 'others' {
  return kindIn(writers, glob);
}

function kindIn<K extends string>(
  kinds: { readonly [P in K]: readonly string[] },
  glob: string,
): K | 'others' {
  const entries = Object.entries(kinds) as [K, readonly string[]][]; // the keys of the type
  const found = entries.find(([, globs]) => globs.some((own) => mayBothMatch(glob, own) && tells(glob, own)));
  return found?.[0] ?? 'others';
}

/** Characters in a row of an own name that a pattern has by no chance: `-mm2`. */
const minTold = 4;

/** `*` may name all of them and says nothing of any: a pattern has to spell a part of the own name. */
function tells(glob: string, own: string): boolean {
  if (!/[*?]/.test(glob)) return true;
  const literals = own.split(/[*?]+/).filter((part) => part.length >= minTold);
  const spelled = glob.split(/[*?]+/).filter((part) => part.length >= minTold);
  return spelled.some((part) =>
    literals.some((literal) => part.includes(literal) || endsInto(part, literal)),
  );
}

/** Whether a text ends with the beginning of another: `onprem-mm2-` with that of `-mm2-MirrorSourceConnector-`. */
function endsInto(text: string, other: string): boolean {
  const lengths = Array.from({ length: other.length - minTold + 1 }, (_, index) => index + minTold);
  return lengths.some((length) => text.endsWith(other.slice(0, length)));
}
