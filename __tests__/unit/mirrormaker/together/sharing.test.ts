import { describe, expect, test } from '@jest/globals';
import type { MirrorFlow } from '../../../../src/mirrormaker/mirror-flow.ts';
import { flowsTogether } from '../../../../src/mirrormaker/together/flows-together.ts';
import { sharingProblems } from '../../../../src/mirrormaker/together/sharing-problems.ts';
import { mirrorFlow } from '../../../support/mirror-flows.ts';

type Changes = NonNullable<Parameters<typeof mirrorFlow>[0]>;

function problems(...flows: readonly Changes[]): readonly string[] {
  return sharingProblems(flowsTogether(flows.map(mirrorFlow), new Map())).map(
    ({ flow, finding }) => `${at(flow)} ${finding.code}`,
  );
}

function at({ service, source, target }: MirrorFlow): string {
  return `${service}: ${source} -> ${target}`;
}

const there: Changes = { source: 'onprem', target: 'core' };
const back: Changes = { source: 'core', target: 'onprem' };

function syncs(flow: Changes, location: 'source' | 'target', more: Changes = {}): Changes {
  return { ...flow, ...more, settings: { ...more.settings, offset_syncs_topic_location: location } };
}

describe('one offset-syncs topic of two flows', () => {
  const shared = 'mm2: core -> onprem offset-syncs-shared';

  test.each<[string, readonly Changes[], readonly string[]]>([
    [
      'a flow with it on its target, its reverse on its source',
      [syncs(there, 'target'), syncs(back, 'source')],
      [shared],
    ],
    ['the other way round', [syncs(there, 'source'), syncs(back, 'target')], [shared]],
    ['both on their source', [syncs(there, 'source'), syncs(back, 'source')], []],
    ['both on their target', [syncs(there, 'target'), syncs(back, 'target')], []],
    [
      'in two services',
      [syncs(there, 'target'), syncs(back, 'source', { service: 'mm3' })],
      ['mm3: core -> onprem offset-syncs-shared'],
    ],
    [
      'a disabled flow, as it will be enabled one day',
      [syncs(there, 'target'), syncs(back, 'source', { settings: { enabled: false } })],
      [shared],
    ],
    [
      'topics that have no name in common',
      [
        syncs(there, 'target', { settings: { topics: ['orders\\..*'] } }),
        syncs(back, 'source', { settings: { topics: ['invoices'] } }),
      ],
      [],
    ],
    [
      'patterns that meet in some name',
      [
        syncs(there, 'target', { settings: { topics: ['orders\\..*'] } }),
        syncs(back, 'source', { settings: { topics: ['.*\\.eu'] } }),
      ],
      [shared],
    ],
    [
      'a pattern that cannot be evaluated',
      [
        syncs(there, 'target', { settings: { topics: ['(?i)orders'] } }),
        syncs(back, 'source', { settings: { topics: ['invoices'] } }),
      ],
      [shared],
    ],
    [
      'nobody writes checkpoints, so nobody reads them',
      [
        syncs(there, 'target', { emitCheckpoints: false }),
        syncs(back, 'source', { emitCheckpoints: false, service: 'mm3' }),
      ],
      [],
    ],
    [
      'one of two services writes checkpoints',
      [
        syncs(there, 'target', { emitCheckpoints: false }),
        syncs(back, 'source', { emitCheckpoints: true, service: 'mm3' }),
      ],
      ['mm3: core -> onprem offset-syncs-shared'],
    ],
    [
      'two aliases of one source',
      [
        syncs({ source: 'src1', target: 'core', sourceCluster: 'src' }, 'source'),
        syncs({ source: 'src2', target: 'core', sourceCluster: 'src' }, 'source', { service: 'mm3' }),
      ],
      ['mm3: src2 -> core offset-syncs-shared'],
    ],
    [
      'two aliases of one source with sets that have no name in common, as in a migration by sets',
      [
        syncs({ source: 'src1', target: 'core', sourceCluster: 'src' }, 'source', {
          settings: { topics: ['orders'] },
        }),
        syncs({ source: 'src2', target: 'core', sourceCluster: 'src' }, 'source', {
          settings: { topics: ['payments'] },
        }),
      ],
      [],
    ],
    [
      'two aliases of one source, with it on the target',
      [
        syncs({ source: 'src1', target: 'core', sourceCluster: 'src' }, 'target'),
        syncs({ source: 'src2', target: 'core', sourceCluster: 'src' }, 'target'),
      ],
      [],
    ],
    [
      'the reverse flow leads to another alias of the source',
      [
        syncs({ source: 'src1', target: 'core', sourceCluster: 'src' }, 'target'),
        syncs({ source: 'core', target: 'src2', targetCluster: 'src' }, 'source'),
      ],
      [],
    ],
    ['two targets', [syncs(there, 'source'), syncs({ source: 'onprem', target: 'edge' }, 'source')], []],
  ])('%s', (_, flows, expected) => {
    expect(problems(...flows)).toEqual(expected);
  });

  test('is told with the other flow, the topic and the way out', () => {
    const flows = [syncs(there, 'target'), syncs(back, 'source')].map(mirrorFlow);
    expect(sharingProblems(flowsTogether(flows, new Map()))[0]?.finding).toEqual({
      code: 'offset-syncs-shared',
      severity: 'error',
      message:
        'core -> onprem and onprem -> core keep their offset syncs in one topic, mm2-offset-syncs.onprem.internal on core, so the offsets of consumer groups are translated with the numbers of the other flow, and records are skipped or come twice after a switch',
      hint: 'Set offset_syncs_topic_location to the same value in both flows: each then has a topic of its own.',
    });
  });
});

test.each(['source', 'target'] as const)('the way out for two flows that keep it on their %s', (location) => {
  // On the target, two aliases of the target share it; on the source, two aliases of the source.
  const [one, two] =
    location === 'source'
      ? [
          { source: 'a1', target: 'core', sourceCluster: 'a' },
          { source: 'a2', target: 'core', sourceCluster: 'a' },
        ]
      : [
          { source: 'a', target: 'core1', targetCluster: 'core' },
          { source: 'a', target: 'core2', targetCluster: 'core' },
        ];
  const flows = [syncs(one, location), syncs(two, location)].map(mirrorFlow);
  const [problem] = sharingProblems(flowsTogether(flows, new Map()));
  const other = location === 'source' ? 'target' : 'source';
  expect(problem?.finding.hint).toBe(
    `Set offset_syncs_topic_location: ${other} in both flows, or make their topics disjoint.`,
  );
});

describe('one Connect group of two workers', () => {
  const backward = { settings: { topics: ['a'], emit_backward_heartbeats_enabled: true } };
  const other = { service: 'mm3', settings: { topics: ['b'] } };

  test.each<[string, readonly Changes[], readonly string[]]>([
    [
      'backward heartbeats, and the reverse flow in another service',
      [
        { ...there, ...backward },
        { ...back, ...other },
      ],
      ['mm3: core -> onprem flow-in-two-services'],
    ],
    [
      'the reverse flow first',
      [
        { ...back, ...other },
        { ...there, ...backward },
      ],
      ['mm2: onprem -> core flow-in-two-services'],
    ],
    [
      'backward heartbeats, and the reverse flow in the same service: one worker',
      [
        { ...there, ...backward },
        { ...back, settings: { topics: ['b'] } },
      ],
      [],
    ],
    [
      'one flow in two services',
      [there, { ...there, ...other }],
      ['mm3: onprem -> core flow-in-two-services'],
    ],
    [
      'backward heartbeats between one pair in two services, by two aliases of the source',
      [
        { source: 'src1', target: 'core', sourceCluster: 'src', ...backward },
        {
          source: 'src2',
          target: 'core',
          sourceCluster: 'src',
          service: 'mm3',
          settings: { topics: ['b'], emit_backward_heartbeats_enabled: true },
        },
      ],
      ['mm3: src2 -> core flow-in-two-services'],
    ],
    [
      'the same in one service, whose process then has both workers',
      [
        { source: 'src1', target: 'core', sourceCluster: 'src', ...backward },
        {
          source: 'src2',
          target: 'core',
          sourceCluster: 'src',
          settings: { topics: ['b'], emit_backward_heartbeats_enabled: true },
        },
      ],
      ['mm2: src2 -> core flow-in-two-services'],
    ],
    [
      'backward heartbeats, and a reverse flow to another alias of the source',
      [
        { source: 'src1', target: 'core', sourceCluster: 'src', ...backward },
        { source: 'core', target: 'src2', targetCluster: 'src', service: 'mm3', settings: { topics: ['b'] } },
      ],
      ['mm3: core -> src2 flow-in-two-services'],
    ],
    [
      'one flow to two aliases of its target',
      [
        { source: 'onprem', target: 'dst1', targetCluster: 'dst' },
        {
          source: 'onprem',
          target: 'dst2',
          targetCluster: 'dst',
          service: 'mm3',
          settings: { topics: ['b'] },
        },
      ],
      ['mm3: onprem -> dst2 flow-in-two-services'],
    ],
    [
      'backward heartbeats of different pairs',
      [
        { ...there, ...backward },
        { source: 'edge', target: 'core', service: 'mm3', ...backward },
      ],
      [],
    ],
    [
      'heartbeats forward belong to the worker of the flow',
      [
        { ...there, settings: { topics: ['a'], emit_heartbeats_enabled: true } },
        { ...back, ...other },
      ],
      [],
    ],
  ])('%s', (_, flows, expected) => {
    expect(problems(...flows)).toEqual(expected);
  });

  test('is told with both workers, the group and the way out', () => {
    const flows = [
      { ...there, ...backward },
      { ...back, ...other },
    ].map(mirrorFlow);
    expect(sharingProblems(flowsTogether(flows, new Map()))[0]?.finding).toEqual({
      code: 'flow-in-two-services',
      severity: 'error',
      message:
        'core -> onprem in mm3 and the backward heartbeats of onprem -> core in mm2 are workers of one Connect group, core-mm2 on onprem: only one of them does its work, and after a restart it may be the other one, without an error',
      hint: 'Move the flows into one service, or switch emit_backward_heartbeats_enabled of onprem -> core in mm2 off.',
    });
  });
});
