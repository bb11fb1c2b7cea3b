import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import type { LiveTopic } from '../../../src/model/topic.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { checkGates } from '../../../src/review/gates.ts';
import { liveCluster, liveTopic, liveWorld, overridden } from '../../support/build/live.ts';
import { loadTexts, references } from '../../support/spec-files.ts';

/** The plan for a spec as it is written, against one topic as it is. */
async function planOf(text: string, live: LiveTopic): Promise<Plan> {
  const loaded = await loadTexts(
    { 'spec.yaml': text },
    { readReference: references({ 'certs/ca.pem': 'not looked at here' }) },
  );
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  const { cluster } = live.id;
  return buildPlan({
    desired: desiredState(loaded.spec).desired,
    live: liveWorld({ clusters: new Map([[cluster, liveCluster(cluster, [live])]]) }),
    findings: [],
  });
}

const gates = { allowDelete: new Set([]), maxDeletes: 5, maxChanges: 100 };

function stoppedBy(plan: Plan, protectedTopics: readonly string[] = []): readonly string[] {
  return checkGates(plan, { ...gates, protectedTopics }).map(({ message }) =>
    message.includes('the spec protects') ? 'protect' : 'protected-topics',
  );
}

const onprem = (topics: string) => `
version: 1
name: prod
project: acme-prod
clusters:
  onprem:
    bootstrap_servers: ['localhost:9093']
    security_protocol: SASL_PLAINTEXT
    sasl_mechanism: SCRAM-SHA-512
    admin: { sasl_plain_username: admin, sasl_plain_password: { secret: ADMIN_PW } }
    manage: { topics: { scope: [ledger*] } }
    topics:
      ${topics}
`;
const core = (topics: string) => `
version: 1
name: prod
project: acme-prod
clusters:
  core:
    service: kafka-core
    manage: { topics: { scope: ['t*'] } }
    topics:
      ${topics}
`;

describe('tiered storage that a spec switches off for a protected topic', () => {
  const live = liveTopic('onprem', 'ledger', {
    partitions: 1,
    replication: 1,
    config: new Map([
      ['retention.ms', overridden('-1')],
      ['remote.storage.enable', overridden('true')],
      ['local.retention.ms', overridden('1000')],
    ]),
  });
  const text = (protect: boolean) =>
    onprem(
      `ledger: { partitions: 1, replication: 1, protect: ${protect}, config: { retention.ms: -1, remote.storage.enable: false, remote.log.delete.on.disable: true } }`,
    );

  test('is a loss of the highest level, and stops at both protections', async () => {
    const plan = await planOf(text(true), live);
    expect(plan.risks[0]).toMatchObject({ level: 'high', code: 'data-loss', concerns: 'records' });
    expect(stoppedBy(plan, ['ledger*'])).toEqual(['protected-topics', 'protect']);
    expect(stoppedBy(plan)).toEqual(['protect']);
  });

  test('goes through where nobody protects it', async () => {
    expect(stoppedBy(await planOf(text(false), live))).toEqual([]);
  });
});

describe('a classic topic that a spec makes diskless', () => {
  const live = liveTopic('core', 't1', { partitions: 1, replication: 1 });
  const text = 't1: { partitions: 1, replication: 1, protect: true, config: { diskless.enable: true } }';

  test('cannot be undone, and stops at its own protection', async () => {
    const plan = await planOf(core(text), live);
    expect(plan.risks).toMatchObject([{ level: 'high', code: 'one-way-switch' }]);
    expect(stoppedBy(plan)).toEqual(['protect']);
  });

  test('is protected by its profile as well', async () => {
    const spec = core(
      't1: { profile: safe, partitions: 1, replication: 1, config: { diskless.enable: true } }',
    );
    const plan = await planOf(`${spec}topic_profiles: { safe: { protect: true } }\n`, live);
    expect(stoppedBy(plan)).toEqual(['protect']);
  });
});
