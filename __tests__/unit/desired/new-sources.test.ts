import { expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import { flowEffects } from '../../../src/desired/effects/flow-effects.ts';
import { preflightFlows } from '../../../src/desired/preflight/preflight.ts';
import type { LiveCluster } from '../../../src/model/live.ts';
import { known, unknown } from '../../../src/model/reading.ts';
import type { LiveTopicConfig } from '../../../src/model/topic.ts';
import { unreadCluster } from '../../../src/model/unread-cluster.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { decide } from '../../../src/review/decide.ts';
import { reviewRecord } from '../../../src/review/record.ts';
import { liveCluster, liveFlow, liveMirrorMaker, liveTopic, liveWorld } from '../../support/build/live.ts';
import { flowSettings } from '../../support/build/resources.ts';
import {
  externalCluster,
  flowSpec,
  mirrorMaker,
  specOf,
  topicSpec,
  topicSpecs,
} from '../../support/build/spec.ts';

/** `not contacted`: its connection is new. */
type Seen = 'there' | 'not there' | 'not contacted';

interface World {
  readonly policy: 'identity' | 'default';
  readonly syncs: boolean;
  readonly source: Seen;
  readonly target: Seen;
}

const retention = (value: string): LiveTopicConfig => ({ value, overridden: true, inherited: '604800000' });

function clusterWith(key: string, name: string, seen: Seen, days: number): LiveCluster {
  if (seen === 'not contacted') {
    const reason = unknown('not-contacted', `the connection of ${key} is new`);
    const asked = { cluster: key, topics: [name], kafkaAcls: false, aivenAcls: false };
    return unreadCluster(asked, reason);
  }
  const config = new Map([['retention.ms', retention(String(days * 86_400_000))]]);
  return liveCluster(
    key,
    seen === 'there' ? [liveTopic(key, name, { config, partitions: 3, size: 1000 })] : [],
  );
}

/** A flow runs between two external clusters; the spec has a topic on its source, with a day of retention, that it takes. */
function planOf({ policy, syncs, source, target }: World): Plan {
  const remote = policy === 'identity' ? 'orders' : 'onprem.orders';
  const settings = { topics: ['orders'], replication_policy: policy };
  const asked = topicSpec('orders', { config: new Map([['retention.ms', '86400000']]) });
  const ofService = {
    emit_checkpoints_enabled: true,
    sync_topic_configs_enabled: syncs,
    stated: new Set(['sync_topic_configs_enabled'] as const),
  };
  const spec = specOf(
    [externalCluster('onprem', { topics: topicSpecs(asked) }), externalCluster('core')],
    [mirrorMaker([flowSpec('onprem', 'core', { settings, access: 'off' })], { settings: ofService })],
  );
  const flow = liveFlow(flowSettings(settings));
  const live = liveWorld({
    mirrormakers: new Map([
      [
        'mm2',
        liveMirrorMaker({ service: 'mm2', flows: known([{ ...flow, id: { ...flow.id, service: 'mm2' } }]) }),
      ],
    ]),
    clusters: new Map([
      ['onprem', clusterWith('onprem', 'orders', source, 1)],
      ['core', clusterWith('core', remote, target, 300)],
    ]),
  });
  const { desired } = desiredState(spec);
  const { flows, findings } = preflightFlows({ spec, desired, live, logins: new Map() });
  const effects = flowEffects({ spec, desired, live, logins: new Map() });
  return buildPlan({ desired, live, findings, flows, effects });
}

const notChecked = ({ findings }: Plan) =>
  findings.filter(({ code }) => code === 'takeover-not-checked').map(({ severity }) => severity);
const takenOver = ({ risks }: Plan) => risks.flatMap(({ onto, code }) => (onto === undefined ? [] : [code]));

const pullRequest = { number: 3, labels: [], head: { sha: '3'.repeat(40) }, fromFork: false };

/** What the apply of a later plan makes of it. */
function applied(shown: Plan, now: Plan): string {
  const decided = decide(
    now,
    {
      state: 'found',
      earlier: [],
      range: { branch: 'main', direct: [], moved: false, unfinished: 'every change' },
      evidence: [{ pullRequest, record: reviewRecord(shown, 3) }],
    },
    { requirePlan: true, approveDigest: '', directPush: 'refuse', allowDeleteLabel: '' },
  );
  return decided.state === 'approved'
    ? 'approved'
    : decided.refusal.reasons.map(({ message }) => message).join();
}

const policies = ['identity', 'default'] as const;
const worlds = policies.flatMap((policy) =>
  [true, false].flatMap((syncs) =>
    (['there', 'not there'] as const).map((target) => ({ policy, syncs, target })),
  ),
);

test.each(worlds)(
  'policy $policy, configs copied: $syncs, the name on the target is $target: what is taken over was shown, or is refused',
  (world) => {
    const isTakeover = world.target === 'there' && (world.policy === 'identity' || world.syncs);
    const hidden = planOf({ ...world, source: 'not contacted' });
    const seen = planOf({ ...world, source: 'not there' });
    expect(hidden.pending.map(({ resource }) => resource.id)).toMatchObject([{ name: 'orders' }]);
    expect(notChecked(hidden).length > 0).toBe(isTakeover);
    expect(takenOver(seen).length > 0).toBe(isTakeover);
    expect(notChecked(seen)).toEqual([]);
    expect(applied(seen, seen)).toBe('approved');
    const after = applied(hidden, seen);
    if (isTakeover) expect(after).toContain('or a flow takes over another topic through it');
    else expect(after).toBe('approved');
  },
);

test.each(policies)('where the target could not be looked at either, %s says so', (policy) => {
  const both = planOf({ policy, syncs: true, source: 'not contacted', target: 'not contacted' });
  expect(notChecked(both)).toEqual([policy === 'identity' ? 'warning' : 'notice']);
  const now = planOf({ policy, syncs: true, source: 'not there', target: 'there' });
  expect(applied(both, now)).not.toBe('approved');

  const target = planOf({ policy, syncs: true, source: 'not there', target: 'not contacted' });
  expect(notChecked(target)).toEqual([policy === 'identity' ? 'warning' : 'notice']);
});

test('what the finding says', () => {
  const { findings } = planOf({ policy: 'identity', syncs: true, source: 'not contacted', target: 'there' });
  expect(findings.find(({ code }) => code === 'takeover-not-checked')?.message).toBe(
    'onprem -> core: whether it takes over orders on core, which is there, is not checked, because nobody could look at onprem (the connection of onprem is new). The apply creates what is missing of these topics on onprem, and the flow then adds their records to those on the target and copies their configs',
  );
});

test('a topic that is on the source already begins nothing', () => {
  const plan = planOf({ policy: 'identity', syncs: true, source: 'there', target: 'there' });
  expect([...notChecked(plan), ...takenOver(plan)]).toEqual([]);
});
