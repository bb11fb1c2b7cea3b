import type { ApplyOptions } from '../../src/apply/apply-plan.ts';
import { WriteGate } from '../../src/model/write-gate.ts';

/** Of an apply that nothing stops, and that has to ask and to carry nothing. */
export const unhindered: Pick<ApplyOptions, 'mayGoOn' | 'writeGate' | 'reviewedAsEmpty' | 'carried'> = {
  mayGoOn: async () => ({ state: 'go-on' }),
  writeGate: new WriteGate(),
  reviewedAsEmpty: new Set(),
  carried: new Map(),
};
