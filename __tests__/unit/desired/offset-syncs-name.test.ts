import { describe, expect, test } from '@jest/globals';
import { offsetSyncsNames } from '../../../src/desired/offset-syncs-name.ts';
import { known } from '../../../src/model/reading.ts';
import { liveCluster, liveWorld } from '../../support/build/live.ts';
import { aivenCluster, externalCluster, flowSpec, mirrorMaker, specOf } from '../../support/build/spec.ts';

type Access = 'manage' | 'check' | 'off';

function findings(
  onSource: readonly string[],
  onTarget: readonly string[],
  location: 'source' | 'target',
  access: Access = 'manage',
) {
  const flow = flowSpec('onprem', 'core');
  const settings = { ...flow.settings, offset_syncs_topic_location: location };
  const spec = specOf(
    [aivenCluster('core'), externalCluster('onprem')],
    [mirrorMaker([{ ...flow, settings, access }], { service: 'mm2-core' })],
  );
  const clusters = new Map(
    Object.entries({ onprem: onSource, core: onTarget }).map(([key, names]) => [
      key,
      liveCluster(key, [], { topicNames: known(names) }),
    ]),
  );
  return offsetSyncsNames(spec, liveWorld({ clusters }));
}

const found = (...of: Parameters<typeof findings>) =>
  findings(...of).map(({ severity, message }) => `${severity}: ${message}`);

const documented = 'onprem.offset-syncs';

describe("a topic of the name that Aiven's documentation has for offset syncs", () => {
  const seems = (at: string) =>
    `${at} has the topic ${documented}, so the MirrorMaker 2 of onprem -> core seems to keep its offset syncs there`;

  test.each([
    ['manage', 'error', 'what is derived is for mm2-offset-syncs.core.internal', 'Set access: off'],
    ['check', 'warning', 'what is checked is for mm2-offset-syncs.core.internal', 'set access: off'],
    ['off', 'notice', 'nothing is derived, as access is off', 'by hand'],
  ] as const)(
    'on an external cluster, under access: %s, there is one %s with its way out',
    (access, severity, so, hint) => {
      expect(found([documented], [], 'source', access)).toEqual([`${severity}: ${seems('onprem')}; ${so}`]);
      expect(findings([documented], [], 'source', access)[0]?.hint).toContain(hint);
    },
  );

  test.each(['manage', 'check', 'off'] as const)(
    'on a service of Aiven, where no rights are derived, there is no more than a notice under access: %s',
    (access) => {
      expect(found([], [documented], 'target', access)).toEqual([
        `notice: ${seems('core')}; nothing is derived here for either name`,
      ]);
    },
  );

  test('elsewhere is none, and neither is the derived one', () => {
    expect(found([], [documented], 'source')).toEqual([]);
    expect(found(['mm2-offset-syncs.core.internal'], [], 'source')).toEqual([]);
  });
});
