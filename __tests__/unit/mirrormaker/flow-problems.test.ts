import { expect, test } from '@jest/globals';
import { flowProblems } from '../../../src/mirrormaker/flow-problems.ts';
import type { MirrorCluster, MirrorFlow } from '../../../src/mirrormaker/mirror-flow.ts';
import { mirrorCluster, mirrorFlow, needs } from '../../support/mirror-flows.ts';

function problems(flows: readonly MirrorFlow[], ...clusters: readonly MirrorCluster[]): readonly string[] {
  return flowProblems(needs(flows, ...clusters)).map(
    ({ finding }) => `${finding.severity} ${finding.code}: ${finding.message}`,
  );
}

test('a plain flow has none', () => {
  expect(problems([mirrorFlow()])).toEqual([]);
});

test.each<[string, Parameters<typeof mirrorFlow>[0], readonly string[]]>([
  [
    'a group pattern beyond ACLs',
    { groups: ['a*b'] },
    [
      'warning group-not-grantable: onprem -> core: no ACL can say the group pattern a*b, so it grants nothing',
    ],
  ],
  [
    'offsets of every group',
    { groups: ['*'], settings: { sync_group_offsets_enabled: true } },
    [
      "warning offsets-of-all-groups: onprem -> core: with groups: ['*'] MirrorMaker 2 may commit offsets for every group of core",
    ],
  ],
  [
    'a pattern that ACLs cannot say',
    { settings: { topics: ['orders\\..+'] } },
    [
      'warning pattern-not-ahead: onprem -> core: rights for new topics of orders\\..+ cannot be granted in advance, because Kafka ACLs know whole names and prefixes only; none of the topics that this run knows matches',
    ],
  ],
  [
    'a pattern that cannot be evaluated',
    { settings: { topics: ['(?i)orders'] } },
    [
      'warning pattern-not-evaluable: onprem -> core: (?i)orders cannot be evaluated here: it has inline flags',
    ],
  ],
  [
    'a topic that seems to come from the target',
    { settings: { topics: ['edge\\.core\\.metrics'] } },
    [
      'warning topic-never-mirrored: onprem -> core: edge.core.metrics is never mirrored, because its name says that it came from core',
    ],
  ],
  [
    'a name that the identity policy changes',
    { settings: { topics: ['app-heartbeats'], replication_policy: 'identity' } },
    [
      'warning identity-renames: onprem -> core: app-heartbeats becomes onprem.app-heartbeats in spite of replication_policy: identity',
    ],
  ],
])('%s', (_, changes, expected) => {
  expect(problems([mirrorFlow(changes)])).toEqual(expected);
});

test.each<[number, string]>([
  [5, 'o.1x, o.2x, o.3x, o.4x, o.5x'],
  [6, 'o.1x, o.2x, o.3x, o.4x, o.5x and 1 more'],
  [7, 'o.1x, o.2x, o.3x, o.4x, o.5x and 2 more'],
])('of %d names five are told', (count, expected) => {
  const topics = Array.from({ length: count }, (_, index) => `o.${index + 1}x`);
  const flow = mirrorFlow({ settings: { topics: ['o\\..+x'] } });
  expect(problems([flow], mirrorCluster('onprem', { topics }))).toEqual([
    expect.stringMatching(new RegExp(`; granted now: ${expected}$`)),
  ]);
});

test('patterns need not be granted ahead where MirrorMaker 2 has every right', () => {
  const aiven = (alias: string) => mirrorCluster(alias, { rights: 'everything' });
  expect(problems([mirrorFlow({ settings: { topics: ['.*'] } })], aiven('onprem'), aiven('core'))).toEqual(
    [],
  );
});
