import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import type { LiveTopic } from '../../../src/model/topic.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { liveCluster, liveTopic, liveWorld } from '../../support/build/live.ts';
import { aivenCluster, externalCluster, flowSpec, mirrorMaker, specOf } from '../../support/build/spec.ts';

/** A flow to an external cluster, where somebody's MirrorMaker 2 has made its topics before. */
function planWith(partitions: (name: string) => number, replication: number, cleanupPolicy = 'compact') {
  const flow = flowSpec('core', 'onprem', { settings: { replication_factor: 3 } });
  const spec = specOf([aivenCluster('core'), externalCluster('onprem')], [mirrorMaker([flow])]);
  const { desired, findings } = desiredState(spec, new Map([['core', []]]));
  const there = desired.topics
    .filter(({ id }) => id.cluster === 'onprem')
    .map(
      ({ id }): LiveTopic => ({
        ...liveTopic('onprem', id.name, { partitions: partitions(id.name), replication }),
        config: new Map([['cleanup.policy', { value: cleanupPolicy, overridden: true }]]),
      }),
    );
  const live = liveWorld({
    clusters: new Map([
      ['core', liveCluster('core')],
      ['onprem', liveCluster('onprem', there)],
    ]),
  });
  const plan = buildPlan({ desired, live, findings });
  const changes = plan.changes.filter(
    ({ kind, id }) => kind === 'topic' && JSON.stringify(id).includes('onprem'),
  );
  return { names: there.map(({ id }) => id.name), changes, findings: plan.findings };
}

describe('topics of MirrorMaker 2 that are there', () => {
  test.each([1, 2, 7, 50])(
    'keep their %i partitions and their replicas, and nothing differs for ever',
    (many) => {
      const { names, changes, findings } = planWith((name) => (name.startsWith('mm2-configs') ? 1 : many), 2);
      expect(names.length).toBeGreaterThan(3);
      expect(changes).toEqual([]);
      expect(findings.filter(({ severity, lasts }) => severity === 'error' || lasts === true)).toEqual([]);
    },
  );

  test('get their cleanup policy', () => {
    const { names, changes } = planWith((name) => (name.startsWith('mm2-configs') ? 1 : 9), 1, 'delete');
    const fields = changes.map((change) =>
      change.action === 'update' ? change.fields.map(({ field }) => field) : [],
    );
    expect(fields).toEqual(names.map(() => ['config.cleanup.policy']));
  });

  test('are an error where the worker cannot use them: it exits if its configs have two partitions', () => {
    const { findings } = planWith((name) => (name.startsWith('mm2-configs') ? 2 : 9), 3);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([
      expect.objectContaining({
        code: 'internal-topic-misfit',
        message: expect.stringContaining('mm2-configs.core.internal on onprem has 2 partitions'),
      }),
    ]);
  });
});
