import type { Risk, RiskCode } from '../../plan/plan.ts';
import { type Phrase, toCell } from './phrase.ts';

export const riskSigns: Readonly<Record<Risk['level'], string>> = { high: '🛑 ', medium: '⚠️ ', low: '' };

/** A risk in two or three words, for where it stands beside its change; the risk table has the sentence. */
const names: Readonly<Record<RiskCode, string>> = {
  'access-lost': 'access lost',
  'access-widening': 'access widened',
  'acl-without-effect': 'entry without effect',
  availability: 'writes may be refused',
  'configs-copied': 'configs copied onto mirrored topics',
  'configs-not-copied': 'configs no longer copied',
  'connectors-restart': 'connectors restart',
  'connection-changes': 'connection changes',
  'consequence-unknown': 'consequence unknown',
  'consumers-refused': 'old consumers refused',
  'credential-redirect': 'credentials sent elsewhere',
  'credentials-handed-over': 'credentials go to Aiven',
  'data-loss': 'data lost',
  'delivery-changes': 'delivery guarantee changes',
  'disk-grows': 'disk usage grows',
  durability: 'less durable',
  'empty-topic-goes': 'empty topic deleted',
  'endpoint-removed': 'endpoint forgotten',
  'flow-may-stop': 'flows may stop',
  'group-offsets-lag': 'group offsets lag',
  'group-offsets-stop': 'group offsets stop',
  'group-offsets-written': 'group offsets overwritten',
  'heartbeats-stop': 'heartbeats stop',
  'heartbeats-written': 'heartbeats written',
  'integration-replaced': 'connectors stop for minutes',
  'kept-longer': 'records kept longer',
  'larger-records': 'larger records',
  'login-changes': 'login changes',
  'mirroring-starts': 'mirroring starts',
  'mirroring-stops': 'mirroring stops',
  'mirrors-everything': 'mirrors everything',
  'mirrors-more': 'mirrors more',
  'names-change': 'topics get other names',
  'offset-syncs-move': 'offsets translated again',
  'one-way-switch': 'cannot be undone',
  'owner-changes': 'another owner',
  'partitions-grow': 'keys remapped',
  'producers-refused': 'records refused',
  'reads-move': 'reads other replicas',
  'records-copied': 'older records copied',
  'records-mix': 'records mix',
  'records-not-copied': 'older records not copied',
  'remote-data-at-stake': 'remote data at stake',
  'replicas-move': 'replicas copied',
  'slower-reads': 'slower reads',
  'tiered-storage': 'moves to remote storage',
  'timestamps-accepted': 'odd timestamps accepted',
  'timestamps-change': 'timestamps change',
};

/** What `riskName` says, and the code it says it of. */
export const riskNamesOfCodes: readonly (readonly [name: string, code: string])[] = Object.entries(names).map(
  ([riskCode, name]) => [name, riskCode],
);

export function riskName(risk: Risk): Phrase {
  return [names[risk.code]];
}

/** 🛑 **data lost**, ⚠️ **keys remapped**: each once, for a cell of a table. Empty without risks. */
export function riskNames(risks: readonly Risk[]): string {
  const shown = risks.map((risk) => `${riskSigns[risk.level]}**${toCell(riskName(risk))}**`);
  return [...new Set(shown)].join(', ');
}

/** Risks that say the same of different resources. */
export function sameWords({ level, code: riskCode, consequence, gate }: Risk): string {
  return JSON.stringify([level, riskCode, consequence, gate]);
}
