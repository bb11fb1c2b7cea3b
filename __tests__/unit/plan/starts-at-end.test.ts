import { describe, expect, test } from '@jest/globals';
import type { FlowSettings } from '../../../src/model/flow.ts';
import type { StatedTuning } from '../../../src/model/integration.ts';
import { known, unknown } from '../../../src/model/reading.ts';
import { nameOf } from '../../../src/model/resource.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import { liveFlow, liveIntegration, liveMirrorMaker, liveWorld } from '../../support/build/live.ts';
import { flow, flowSettings, integration, mirrorMaker } from '../../support/build/resources.ts';

interface Case {
  /** What the spec says of the tuning of the source, and what is set there; `absent`: it is not attached, `unread`: nobody could look. */
  readonly stated?: StatedTuning;
  readonly live: Readonly<Record<string, string>> | 'absent' | 'unread';
  /** As the flow is; left out: it is not there. */
  readonly flow?: Partial<FlowSettings>;
  readonly asked?: Partial<FlowSettings>;
}

function told({ stated = {}, live, flow: there, asked = {} }: Case): readonly string[] {
  const attached = typeof live === 'string' ? [] : [liveIntegration('onprem', { tuning: live })];
  const plan = buildPlan({
    desired: desiredWorld({
      integrations: [integration('onprem', { tuning: stated })],
      flows: [flow(asked)],
    }),
    live: liveWorld({
      mirrormakers: new Map([
        [
          mirrorMaker,
          liveMirrorMaker({
            integrations: live === 'unread' ? unknown('unavailable', 'no answer') : known(attached),
            flows: known(there === undefined ? [] : [liveFlow(flowSettings(there))]),
          }),
        ],
      ]),
    }),
    findings: [],
  });
  return plan.risks
    .filter(({ code }) => code === 'records-not-copied')
    .map(({ id, level, consequence }) => `${level} ${id.kind} ${nameOf(id)}: ${consequence}`);
}

const latest = { consumer_auto_offset_reset: 'latest' };
const earliest = { consumer_auto_offset_reset: 'earliest' };
const ofNew = [
  'medium flow onprem -> core: of its topics, the records that are there already are never copied, because onprem is attached with consumer_auto_offset_reset: latest',
];
const ofMore = [
  'medium flow onprem -> core: of topics that are new to the flow, the records that are there already are never copied, because onprem is attached with consumer_auto_offset_reset: latest',
];

describe('a flow that begins to take topics where reading starts at the end', () => {
  test.each<[string, Case, readonly string[]]>([
    ['a new flow, and it is set live', { live: latest }, ofNew],
    ['a new flow, stated as it is', { live: latest, stated: latest }, ofNew],
    ['more topics', { live: latest, flow: { topics: ['a'] }, asked: { topics: ['a', 'b'] } }, ofMore],
    [
      'fewer excluded ones',
      { live: latest, flow: { topics_exclude: ['a', 'b'] }, asked: { topics_exclude: ['a'] } },
      ofMore,
    ],
    ['a flow that is enabled', { live: latest, flow: { enabled: false } }, ofMore],
    ['what takes no topic', { live: latest, flow: { emit_heartbeats_enabled: true } }, []],
    ['a flow that is disabled', { live: latest, flow: {}, asked: { enabled: false } }, []],
    ['reading starts at the beginning', { live: earliest }, []],
    ['as it does by default', { live: {} }, []],
    ['as the plan has it from then on', { live: latest, stated: { consumer_auto_offset_reset: null } }, []],
    ['nobody could look, which the plan says', { live: 'unread' }, []],
    ['nobody could look, and the spec states it', { live: 'unread', stated: latest }, ofNew],
  ])('%s', (_, given, expected) => {
    expect(told(given)).toEqual(expected);
  });

  test('where the plan sets it up so, the integration says it, once', () => {
    const words = 'of topics that are new to a flow, the records that are there already are never copied';
    expect(told({ live: {}, stated: latest })).toEqual([`medium integration onprem: ${words}`]);
    expect(told({ live: 'absent', stated: latest })).toEqual([`medium integration onprem: ${words}`]);
  });
});
