import type { ReportContext } from '../../../src/report/words/report-context.ts';

export const context: ReportContext = {
  run: { label: 'kafka #482', url: 'https://github.com/acme/kafka/actions/runs/17230045112' },
  head: '4f2c9e1b00000000000000000000000000000000',
  base: { branch: 'main', sha: 'a81d0c3000000000000000000000000000000000' },
  readAt: new Date('2026-11-22T18:04:31Z'),
  specDigest: 'sha256:77aa01be92c30000000000000000000000000000000000000000000000000000',
  version: '1.4.0',
  fullPlanUrl: 'https://github.com/acme/kafka/actions/runs/17230045112#summary-48812',
  source: { commitUrl: 'https://github.com/acme/kafka/blob/4f2c9e1b', checkoutFolder: '' },
  merge: { closedGates: [], unmet: new Set(), holdsFor: { state: 'same' } },
};
