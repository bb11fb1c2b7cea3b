import { sourceRules } from '../../../src/mirrormaker/access-source.ts';
import type { Rule } from '../../../src/mirrormaker/mirror-flow.ts';
import type { Position } from '../../../src/model/position.ts';
import type { DeclaredProvenance, DerivedProvenance, Provenance } from '../../../src/model/provenance.ts';

/** Where something stands in the spec, and why it should be there. */
export function at(line = 1, file = 'kafka.yaml', column = 1): Position {
  return { file, line, column };
}

export function declared(line = 1): DeclaredProvenance {
  return { origin: 'declared', position: at(line) };
}

export function removed(reason: string, line = 40): Provenance {
  return { origin: 'declared', position: at(line), reason };
}

export function owned(pattern: string, line = 5): Provenance {
  return { origin: 'owned', position: at(line), pattern };
}

const { S1 } = sourceRules;

export function derived(parts: Partial<DerivedProvenance> = {}): Provenance {
  return {
    origin: 'derived',
    position: at(90),
    flows: ['onprem -> core'],
    rule: S1.id,
    why: S1.why,
    without: S1.without,
    ...parts,
  };
}

/** Of the flow `onprem -> core`, by one of the rules that the action derives by. */
export function derivedBy({ id: rule, why, without }: Rule): Provenance {
  return derived({ rule, why, without });
}
