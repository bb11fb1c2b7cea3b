import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { desiredState } from '../../../src/desired/desired.ts';
import { whyNotStatable } from '../../../src/model/acl-forms.ts';
import { type AivenAclId, aivenAclPermissions } from '../../../src/model/aiven-acl.ts';
import {
  aclOperations,
  aclPatternTypes,
  aclPermissions,
  aclResourceTypes,
  type KafkaAclId,
} from '../../../src/model/kafka-acl.ts';
import { known } from '../../../src/model/reading.ts';
import { keyOf } from '../../../src/model/resource.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { liveCluster, liveWorld } from '../../support/build/live.ts';
import { kafkaAclId } from '../../support/build/resources.ts';
import { loadTexts } from '../../support/spec-files.ts';

/**
 * An entry that no line of a spec can say is not deleted because no line says it. Over entries of every kind: one is left alone
 * exactly if the spec that should say it is refused, or says something else.
 */
const names = fc.oneof(
  fc.constantFrom(
    '*',
    'a*b',
    '**',
    'a*',
    '.',
    '..',
    'orders',
    'orders.',
    'kafka-cluster',
    'a b',
    'a/b',
    'ü',
    'tab\tname',
    'line\nbreak',
    'null',
    '1',
    ' ',
    'x'.repeat(249),
    'x'.repeat(250),
    'x'.repeat(256),
    'x'.repeat(257),
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
);
const principals = fc.oneof(
  fc.constantFrom(
    'User:svc',
    'User:a b',
    'User:',
    'Group:svc',
    'User:a\nb',
    'User:\u2028',
    'user:svc',
    'User:*',
  ),
  fc.constantFrom(`User:${'x'.repeat(251)}`, `User:${'x'.repeat(252)}`),
);

const kafkaIds: fc.Arbitrary<KafkaAclId> = fc.record({
  kind: fc.constant('kafka-acl'),
  cluster: fc.constant('core'),
  principal: fc.oneof({ arbitrary: fc.constant('User:svc'), weight: 3 }, principals),
  host: fc.oneof(
    { arbitrary: fc.constantFrom('*', '10.1.2.3', '2001:db8:0:0:0:0:0:a'), weight: 5 },
    fc.constantFrom('10.0.0.0/8', 'host.example', ''),
  ),
  resourceType: fc.constantFrom(...aclResourceTypes),
  resourceName: names,
  patternType: fc.constantFrom(...aclPatternTypes),
  operation: fc.constantFrom(...aclOperations),
  permission: fc.constantFrom(...aclPermissions),
});

const aivenIds: fc.Arbitrary<AivenAclId> = fc.record({
  kind: fc.constant('aiven-acl'),
  cluster: fc.constant('core'),
  username: fc.oneof(fc.constantFrom('svc', '*', 'svc_1', 'a b', 'x'.repeat(64), 'x'.repeat(65)), names),
  topic: fc.oneof(fc.constantFrom('orders', 'orders.*', '?'), names),
  permission: fc.constantFrom(...aivenAclPermissions),
});

function spec(acls: object): Readonly<Record<string, string>> {
  const core = { service: 'kafka-core', manage: { acls: { principals: ['User:svc', 'User:a*'] } }, acls };
  return { 'kafka.yaml': JSON.stringify({ version: 1, name: 'prod', project: 'acme', clusters: { core } }) };
}

function lineOf(id: KafkaAclId | AivenAclId): object {
  if (id.kind === 'aiven-acl') {
    return { aiven: [{ username: id.username, topic: id.topic, permission: id.permission }] };
  }
  const fields = { Topic: 'topic', Group: 'group', TransactionalId: 'transactional_id', Cluster: 'cluster' };
  const field = new Map(Object.entries(fields)).get(id.resourceType) ?? 'resource';
  const line = {
    principal: id.principal,
    [field]: field === 'cluster' ? true : id.resourceName,
    host: id.host,
    [id.permission === 'ALLOW' ? 'allow' : 'deny']: [id.operation],
    ...(id.patternType === 'PREFIXED' ? { pattern: 'prefixed' } : {}),
  };
  return { kafka: [line] };
}

async function saysIt(id: KafkaAclId | AivenAclId): Promise<boolean> {
  const loaded = await loadTexts(spec(lineOf(id)));
  if (!loaded.ok) return false;
  const { desired } = desiredState(loaded.spec);
  return [...desired.kafkaAcls, ...desired.aivenAcls].some((acl) => keyOf(acl.id) === keyOf(id));
}

describe.each([
  ['a Kafka ACL', kafkaIds],
  ['an Aiven ACL', aivenIds],
] as const)('%s', (_, ids: fc.Arbitrary<KafkaAclId | AivenAclId>) => {
  test('can be deleted for not being listed exactly if a line could list it', async () => {
    const seen = { statable: 0, others: 0 };
    await fc.assert(
      fc.asyncProperty(ids, async (id) => {
        const can = await saysIt(id);
        expect([id, whyNotStatable(id) === undefined]).toEqual([id, can]);
        if (can) seen.statable++;
        else seen.others++;
      }),
      { numRuns: 1500, seed: 8 },
    );
    expect(Math.min(seen.statable, seen.others)).toBeGreaterThan(100);
  });
});

test.each([
  ['a group with a star in its name', { resourceType: 'Group', resourceName: 'a*b' }],
  ['the prefix *', { resourceName: '*', patternType: 'PREFIXED' }],
  ['a topic that cannot exist', { resourceName: 'a/b' }],
  ['an operation that groups do not have', { resourceType: 'Group', operation: 'Write' }],
] as const)('%s is left alone and named', async (_, parts: Partial<Omit<KafkaAclId, 'kind' | 'cluster'>>) => {
  const id = kafkaAclId('core', { principal: 'User:svc', ...parts });
  const loaded = await loadTexts(spec({}));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  const { desired, findings } = desiredState(loaded.spec);
  const core = liveCluster('core', [], { kafkaAcls: known([{ id }]) });
  const plan = buildPlan({ desired, live: liveWorld({ clusters: new Map([['core', core]]) }), findings });
  expect(plan.operations).toEqual([]);
  expect(plan.leftAlone).toMatchObject([{ id, why: 'acl-form' }]);
});

test('an entry that this version cannot read is left alone and named, and the others are planned', async () => {
  const loaded = await loadTexts(spec({ kafka: [{ principal: 'User:svc', topic: 't', allow: ['Read'] }] }));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  const { desired, findings } = desiredState(loaded.spec);
  const newerAcls = ['User:svc', 'User:else'].map((principal) => ({
    principal,
    text: 'on t (operation 15)',
  }));
  const core = { ...liveCluster('core', [], { kafkaAcls: known([]) }), newerAcls };
  const plan = buildPlan({ desired, live: liveWorld({ clusters: new Map([['core', core]]) }), findings });
  expect(plan.unread).toEqual([]);
  expect(plan.operations).toMatchObject([{ action: 'create' }]);
  expect(plan.findings).toMatchObject([
    { code: 'acl-not-understood', severity: 'warning', message: expect.stringContaining('User:svc on t') },
    { code: 'acl-not-understood', severity: 'notice', message: expect.stringContaining('User:else on t') },
  ]);
});
