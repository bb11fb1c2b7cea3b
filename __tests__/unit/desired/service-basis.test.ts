import { describe, expect, test } from '@jest/globals';
import { withLiveSettings } from '../../../src/desired/derived/mirror-flows.ts';
import { desiredState } from '../../../src/desired/desired.ts';
import { liveBasis } from '../../../src/desired/live-basis.ts';
import { known } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { MirrorMakerSettings } from '../../../src/spec/spec.ts';
import { liveCluster, liveKafkaAcl, liveMirrorMaker, liveWorld } from '../../support/build/live.ts';
import { at } from '../../support/build/places.ts';
import { aivenCluster, externalCluster, flowSpec, mirrorMaker, specOf } from '../../support/build/spec.ts';

const pattern = 'User:mm2';

/** The changes of a plan that rest on something live: what it is, and on what. */
function resting(
  set: Readonly<Record<string, unknown>>,
  stated: Partial<MirrorMakerSettings> = {},
): readonly string[] {
  const spec = specOf(
    [
      aivenCluster('core'),
      externalCluster('onprem', {
        manage: { acls: { position: at(25), principals: [{ pattern, position: at(26) }] } },
      }),
    ],
    [
      mirrorMaker(
        [
          flowSpec('onprem', 'core', {
            groups: ['app', 'connect-sink'].map((group) => ({ pattern: group, position: at(51) })),
          }),
        ],
        {
          settings: {
            emit_checkpoints_enabled: true,
            sync_topic_configs_enabled: true,
            stated: new Set(),
            ...stated,
          },
        },
      ),
    ],
  );
  const live = liveWorld({
    mirrormakers: new Map([['mm2', liveMirrorMaker({ service: 'mm2', settings: known(set) })]]),
    clusters: new Map([
      ['core', liveCluster('core')],
      [
        'onprem',
        liveCluster('onprem', [], {
          kafkaAcls: known([
            liveKafkaAcl('onprem', {
              principal: pattern,
              resourceType: 'Group',
              resourceName: 'app',
              operation: 'Describe',
            }),
          ]),
        }),
      ],
    ]),
  });
  const effective = withLiveSettings(spec, live);
  const { desired } = desiredState(effective);
  const plan = buildPlan({
    desired,
    live,
    findings: [],
    restsOn: liveBasis({ spec: effective, desired, derive: (probed) => desiredState(probed).desired }),
  });
  return plan.changes.flatMap(({ kind, action, id, restsOn = [] }) =>
    restsOn.length === 0 || id.kind !== 'kafka-acl'
      ? []
      : [`${action} ${kind} ${id.operation} ${id.resourceName}: ${restsOn.join()}`],
  );
}

describe('changes that rest on a setting of the live service', () => {
  test('are named with it: a right that is taken away, and one that is given', () => {
    expect(resting({ groups: 'foo' })).toEqual(['delete kafka-acl Describe app: service mm2 has groups foo']);
    expect(resting({ groups_exclude: 'nothing' })).toEqual([
      'create kafka-acl Describe connect-sink: service mm2 has groups_exclude nothing',
    ]);
    expect(resting({ emit_checkpoints_enabled: false })).toEqual([
      'delete kafka-acl Describe app: service mm2 has emit_checkpoints_enabled false',
    ]);
  });

  test('not on one that is as by default, or that decides nothing', () => {
    expect(resting({ emit_checkpoints_enabled: true, groups: '.*', refresh_topics_enabled: false })).toEqual(
      [],
    );
  });

  test('also on one that the spec states, as the service does what it has and not what is stated', () => {
    const stated = {
      emit_checkpoints_enabled: false,
      stated: new Set(['emit_checkpoints_enabled'] as const),
    };
    expect(resting({ emit_checkpoints_enabled: false }, stated)).toEqual([
      'delete kafka-acl Describe app: service mm2 has emit_checkpoints_enabled false',
    ]);
    expect(resting({}, stated)).toEqual([]);
  });
});
