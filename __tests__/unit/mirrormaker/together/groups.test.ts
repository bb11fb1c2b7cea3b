import { describe, expect, test } from '@jest/globals';
import type { MirrorCluster } from '../../../../src/mirrormaker/mirror-flow.ts';
import { serviceSettings } from '../../../../src/mirrormaker/service-settings.ts';
import { flowsTogether } from '../../../../src/mirrormaker/together/flows-together.ts';
import { groupProblems } from '../../../../src/mirrormaker/together/group-problems.ts';
import { known } from '../../../../src/model/reading.ts';
import { mirrorCluster, mirrorFlow } from '../../../support/mirror-flows.ts';

interface Listed {
  readonly from: string;
  readonly to: string;
  readonly groups: readonly string[];
  readonly sync?: boolean;
  readonly service?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly checkpoints?: boolean;
}

function problems(flows: readonly Listed[], ...clusters: readonly MirrorCluster[]): readonly string[] {
  const all = new Map<string, MirrorCluster>(
    flows.flatMap(({ from, to }) => [from, to]).map((key) => [key, mirrorCluster(key)]),
  );
  for (const cluster of [mirrorCluster('core', { rights: 'everything' }), ...clusters])
    all.set(cluster.key, cluster);
  const model = flowsTogether(
    flows.map(({ from, to, groups, sync = true, service = 'mm2', settings = {}, checkpoints = true }) =>
      mirrorFlow({
        source: from,
        target: to,
        service,
        groups,
        emitCheckpoints: checkpoints,
        serviceSettings: serviceSettings({}, known(settings)),
        settings: { sync_group_offsets_enabled: sync },
      }),
    ),
    all,
  );
  return groupProblems(model).map(
    ({ flow, finding }) => `${finding.severity} ${finding.code} ${flow.source} -> ${flow.target}`,
  );
}

describe('groups that only another flow of the same login lists', () => {
  const intoCore: Listed = { from: 'onprem', to: 'core', groups: ['hub', 'app-*'] };
  const other: Listed = { from: 'onprem', to: 'edge', groups: ['g-*'], sync: false };
  const told = 'warning groups-of-another-flow onprem -> core';

  test.each<[string, readonly Listed[], readonly string[]]>([
    ['one flow alone', [intoCore], []],
    ['another flow from there', [intoCore, other], [told]],
    ['in another service', [intoCore, { ...other, service: 'mm3' }], [told]],
    ['the same groups', [intoCore, { ...other, groups: ['hub', 'app-*'] }], []],
    ['a part of them', [intoCore, { ...other, groups: ['app-1', 'app-2-*'] }], []],
    ['more than a part', [intoCore, { ...other, groups: ['app*'] }], [told]],
    ['this flow does not commit offsets', [{ ...intoCore, sync: false }, other], []],
    ['the other one has no checkpoints, so no right', [intoCore, { ...other, checkpoints: false }], []],
    [
      'a flow into the cluster commits offsets there, for which it reads groups',
      [intoCore, { from: 'edge', to: 'onprem', groups: ['g-*'] }],
      [told],
    ],
    [
      'a flow into it that does not',
      [intoCore, { from: 'edge', to: 'onprem', groups: ['g-*'], sync: false }],
      [],
    ],
    ['groups that are never translated', [intoCore, { ...other, groups: ['connect-*'] }], []],
    [
      'groups that the service of this flow leaves out',
      [{ ...intoCore, service: 'mm3', settings: { groups: 'hub,app-.*' } }, other],
      [],
    ],
    [
      'an external target that has no right for the others',
      [
        { from: 'onprem', to: 'west', groups: ['hub'] },
        { from: 'onprem', to: 'edge', groups: ['g-*'] },
      ],
      [],
    ],
    [
      'an external target whose login has it by another flow',
      [
        { from: 'onprem', to: 'west', groups: ['hub'] },
        { from: 'onprem', to: 'edge', groups: ['g-*'] },
        { from: 'north', to: 'west', groups: ['g-1'] },
      ],
      ['warning groups-of-another-flow onprem -> west'],
    ],
  ])('%s', (_, flows, expected) => {
    expect(problems(flows)).toEqual(expected);
  });

  test('are told as they are listed, with the flow that lists them', () => {
    const flows = [
      ['core', ['hub']],
      ['edge', ['g-*', 'one']],
    ] as const;
    const model = flowsTogether(
      flows.map(([target, groups]) =>
        mirrorFlow({
          source: 'onprem',
          target,
          groups,
          settings: { sync_group_offsets_enabled: target === 'core' },
        }),
      ),
      new Map([
        ['core', mirrorCluster('core', { rights: 'everything' })],
        ['onprem', mirrorCluster('onprem')],
        ['edge', mirrorCluster('edge')],
      ]),
    );
    const [problem] = groupProblems(model);
    expect(problem?.finding.message).toContain('which also sees g-*, one because of onprem -> edge');
  });

  test('and those that a right given by hand shows', () => {
    const byHand = mirrorCluster('onprem', {
      visibleGroups: [{ pattern: { name: 'g-', patternType: 'PREFIXED' }, mayCommit: false }],
    });
    expect(problems([intoCore], byHand)).toEqual([told]);
  });
});

describe('on an Aiven source groups limits nothing', () => {
  const outward: Listed = { from: 'core', to: 'west', groups: ['only-this'] };
  const hub = mirrorCluster('hub', { rights: 'everything' });

  test.each<[string, Listed, readonly string[]]>([
    ['an external target refuses the others', outward, ['notice groups-not-limited core -> west']],
    ['an Aiven target takes them all', { ...outward, to: 'hub' }, ['warning groups-not-limited core -> hub']],
    [
      'without group offsets they get checkpoints',
      { ...outward, to: 'hub', sync: false },
      ['notice groups-not-limited core -> hub'],
    ],
    ['without checkpoints nothing', { ...outward, to: 'hub', checkpoints: false }, []],
    ['no list, no limit expected', { ...outward, groups: [] }, []],
    ['all groups are listed', { ...outward, groups: ['*'] }, []],
    ['the service limits them', { ...outward, to: 'hub', settings: { groups: 'only-this' } }, []],
  ])('%s', (_, flow, expected) => {
    expect(problems([flow], hub)).toEqual(expected);
  });
});
