import type { ApplyOptions } from '../../src/apply/apply-plan.ts';

/** Of an apply that nothing stops, and that has to ask and to carry nothing. */
export const unhindered: Pick<ApplyOptions, 'mayGoOn' | 'reviewedAsEmpty' | 'carried'> = {
  mayGoOn: async () => ({ state: 'go-on' }),
  reviewedAsEmpty: new Set(),
  carried: new Map(),
};
