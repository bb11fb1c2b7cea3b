import { expect, test } from '@jest/globals';
import { flowsTogether } from '../../../../src/mirrormaker/together/flows-together.ts';
import { sharedTargets } from '../../../../src/mirrormaker/together/shared-targets.ts';
import type { FlowSettings } from '../../../../src/model/flow.ts';
import { mirrorCluster, mirrorFlow } from '../../../support/mirror-flows.ts';

interface Copy {
  readonly alias: string;
  readonly source?: string;
  readonly service?: string;
  readonly settings?: Partial<FlowSettings>;
}

/** Flows into `core`; the source is a cluster of the alias's name unless `source` says which. */
function told(...copies: readonly Copy[]): readonly string[] {
  const flows = copies.map(({ alias, source = alias, service = 'mm2', settings = {} }) =>
    mirrorFlow({ source: alias, sourceCluster: source, target: 'core', service, settings }),
  );
  const keys = ['core', ...flows.map(({ sourceCluster }) => sourceCluster)];
  const model = flowsTogether(flows, new Map(keys.map((key) => [key, mirrorCluster(key)])));
  return sharedTargets(model).map(({ finding }) => `${finding.code}: ${finding.message}`);
}

const orders = { topics: ['orders\\..*'] };
const identity = { replication_policy: 'identity' } as const;

test.each<[string, readonly Copy[], readonly string[]]>([
  [
    'two aliases of one cluster, whose topics get two names',
    [
      { alias: 'one', source: 'dc', settings: orders },
      { alias: 'two', source: 'dc', settings: orders },
    ],
    [
      'records-copied-twice: two -> core: topics such as orders.x of dc are copied to core twice, as two.orders.x and, by one -> core, as one.orders.x',
    ],
  ],
  [
    'the other flow is in another service',
    [
      { alias: 'one', source: 'dc', settings: orders },
      { alias: 'two', source: 'dc', service: 'mm3', settings: orders },
    ],
    [
      'records-copied-twice: two -> core: topics such as orders.x of dc are copied to core twice, as two.orders.x and, by one -> core in mm2, as one.orders.x',
    ],
  ],
  [
    'two aliases of one cluster under one name',
    [
      { alias: 'one', source: 'dc', settings: { ...orders, ...identity } },
      { alias: 'two', source: 'dc', settings: { ...orders, ...identity } },
    ],
    [
      'mirrored-topics-shared: two -> core: orders.x on core is also written by one -> core, so each of its records comes twice',
    ],
  ],
  [
    'two clusters under one name',
    [
      { alias: 'one', settings: { ...orders, ...identity } },
      { alias: 'two', settings: { ...orders, ...identity } },
    ],
    ['mirrored-topics-shared: two -> core: orders.x on core is also written by one -> core'],
  ],
  [
    'two clusters, of which one keeps its alias in front',
    [
      { alias: 'one', settings: { ...orders, ...identity } },
      { alias: 'two', settings: orders },
    ],
    [],
  ],
  [
    'only one of the two takes the name that the pattern of the other means',
    [
      { alias: 'one', source: 'dc', settings: orders },
      { alias: 'two', source: 'dc', settings: { topics: ['invoices'] } },
    ],
    [],
  ],
  [
    'the other way round',
    [
      { alias: 'one', source: 'dc', settings: { topics: ['invoices'] } },
      { alias: 'two', source: 'dc', settings: orders },
    ],
    [],
  ],
  [
    'a disabled flow copies nothing',
    [
      { alias: 'one', source: 'dc', settings: orders },
      { alias: 'two', source: 'dc', settings: { ...orders, enabled: false } },
    ],
    [],
  ],
])('%s', (_, copies, expected) => {
  expect(told(...copies)).toEqual(expected);
});
