import { describe, expect, test } from '@jest/globals';
import { offsetSyncsNames } from '../../../src/desired/offset-syncs-name.ts';
import { known } from '../../../src/model/reading.ts';
import { liveCluster, liveWorld } from '../../support/build/live.ts';
import { aivenCluster, externalCluster, flowSpec, mirrorMaker, specOf } from '../../support/build/spec.ts';

function found(onSource: readonly string[], onTarget: readonly string[], location: 'source' | 'target') {
  const flow = flowSpec('onprem', 'core');
  const settings = { ...flow.settings, offset_syncs_topic_location: location };
  const spec = specOf(
    [aivenCluster('core'), externalCluster('onprem')],
    [mirrorMaker([{ ...flow, settings }], { service: 'mm2-core' })],
  );
  const clusters = new Map(
    Object.entries({ onprem: onSource, core: onTarget }).map(([key, names]) => [
      key,
      liveCluster(key, [], { topicNames: known(names) }),
    ]),
  );
  return offsetSyncsNames(spec, liveWorld({ clusters })).map(({ code, message }) => `${code}: ${message}`);
}

const documented = 'onprem.offset-syncs';

describe("a topic of the name that Aiven's documentation has for offset syncs", () => {
  test.each([
    ['source', [documented], [], 'onprem', 'mm2-offset-syncs.core.internal'],
    ['target', [], [documented], 'core', 'mm2-offset-syncs.onprem.internal'],
  ] as const)(
    'on the %s of a flow that keeps them there is an error with both names',
    (location, a, b, at, derived) => {
      expect(found(a, b, location)).toEqual([
        `offset-syncs-other-name: ${at} has the topic ${documented}, so the MirrorMaker 2 of onprem -> core keeps its offset syncs there, and what is derived is for ${derived}`,
      ]);
    },
  );

  test('elsewhere is none, and neither is the derived one', () => {
    expect(found([], [documented], 'source')).toEqual([]);
    expect(found(['mm2-offset-syncs.core.internal'], [], 'source')).toEqual([]);
  });
});
