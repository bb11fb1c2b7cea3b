import type { Risk } from '../../plan/plan.ts';
import { code, type Phrase, toCell } from './phrase.ts';

export const riskSigns: Readonly<Record<Risk['level'], string>> = { high: '🛑 ', medium: '⚠️ ', low: '' };

/** A risk in two or three words, for where it stands beside its change; the risk table has the sentence. */
const names: Readonly<Record<string, string>> = {
  'access-lost': 'access lost',
  'access-widening': 'access widened',
  'acl-without-effect': 'entry without effect',
  availability: 'writes may be refused',
  'connectors-restart': 'connectors restart',
  'credential-redirect': 'credentials sent elsewhere',
  'data-loss': 'data lost',
  durability: 'less durable',
  'endpoint-removed': 'endpoint forgotten',
  'integration-replaced': 'connectors stop for minutes',
  'mirroring-stops': 'mirroring stops',
  'mirrors-everything': 'mirrors everything',
  'names-change': 'topics get other names',
  'offset-syncs-move': 'offsets translated anew',
  'partitions-grow': 'keys remapped',
  'producers-refused': 'large records refused',
  'replicas-move': 'replicas copied',
};

export function riskName(risk: Risk): Phrase {
  const known = names[risk.code];
  return [known ?? code(risk.code)];
}

/** 🛑 **data lost**, ⚠️ **keys remapped**: each once, for a cell of a table. Empty without risks. */
export function riskNames(risks: readonly Risk[]): string {
  const shown = risks.map((risk) => `${riskSigns[risk.level]}**${toCell(riskName(risk))}**`);
  return [...new Set(shown)].join(', ');
}
