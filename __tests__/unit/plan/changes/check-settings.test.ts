import { describe, expect, test } from '@jest/globals';
import { known, unknown } from '../../../../src/model/reading.ts';
import { checkSettings } from '../../../../src/plan/changes/check-settings.ts';
import { liveMirrorMaker, liveWorld } from '../../../support/build/live.ts';
import { at } from '../../../support/build/places.ts';

type Settings = Readonly<Record<string, boolean>>;

function told(stated: Settings, live: Settings | 'unread') {
  const settings = live === 'unread' ? unknown('unreachable', 'no answer') : known(live);
  const world = liveWorld({ mirrormakers: new Map([['mm2', liveMirrorMaker({ settings })]]) });
  return checkSettings([{ service: 'mm2', position: at(1), settings: stated }], world).map(
    ({ code, lasts, message }) => `${code}${lasts ? ', lasting' : ''}: ${message}`,
  );
}

describe('settings of the service that the spec states are held against the live ones', () => {
  const key = 'emit_checkpoints_enabled';

  test.each<readonly [what: string, stated: Settings, live: Settings | 'unread', differs: boolean]>([
    ['other', { [key]: true }, { [key]: false }, true],
    ['the same', { [key]: false }, { [key]: false }, false],
    ['not set, and the default is the same', { [key]: true }, {}, false],
    ['not set, and the default is another', { [key]: false }, {}, true],
    ['not stated', {}, { [key]: false }, false],
    ['not read', { [key]: true }, 'unread', false],
  ])('%s', (_, stated, live, differs) => {
    expect(told(stated, live)).toEqual(
      differs
        ? [
            expect.stringMatching(
              new RegExp(`^settings-differ, lasting: mm2 has ${key} .*the spec states ${stated[key]}`),
            ),
          ]
        : [],
    );
  });
});
