import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import { type AclPermission, aclResourceTypes, type KafkaAclId } from '../../../src/model/kafka-acl.ts';
import { known } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { leftAloneSection } from '../../../src/report/plan/plan-sections.ts';
import { liveCluster, liveKafkaAcl, liveWorld } from '../../support/build/live.ts';
import { loadTexts } from '../../support/spec-files.ts';

const clusters = {
  core: '{ service: kafka-core, ',
  onprem: "{ bootstrap_servers: ['[::1]:9093'], security_protocol: SSL, admin: {}, ",
};

type Place = keyof typeof clusters;

/** A spec that owns `User:svc` and lists no ACL of it, against one live entry. */
async function plan(place: Place, entry: Partial<Omit<KafkaAclId, 'kind' | 'cluster'>>): Promise<Plan> {
  const loaded = await loadTexts({
    'kafka.yaml': `version: 1
name: prod
project: acme
clusters: { ${place}: ${clusters[place]}manage: { acls: { principals: ['User:svc'] } } } }
`,
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  const { desired, findings } = desiredState(loaded.spec);
  const acls = [liveKafkaAcl(place, { principal: 'User:svc', ...entry })];
  const live = liveWorld({
    clusters: new Map([[place, liveCluster(place, [], { kafkaAcls: known(acls) })]]),
  });
  return buildPlan({ desired, live, findings });
}

const permissions: readonly AclPermission[] = ['ALLOW', 'DENY'];

describe.each(['core', 'onprem'] as const)(
  'an owned principal on %s has an entry that is not listed',
  (place) => {
    const inEachPermission = (
      entries: readonly Pick<KafkaAclId, 'resourceType' | 'resourceName' | 'operation'>[],
    ) => entries.flatMap((entry) => permissions.map((permission) => ({ ...entry, permission })));

    test.each(
      inEachPermission([
        { resourceType: 'DelegationToken', resourceName: 'token-1', operation: 'Describe' },
        { resourceType: 'DelegationToken', resourceName: '*', operation: 'All' },
        { resourceType: 'User', resourceName: 'User:app', operation: 'CreateTokens' },
        { resourceType: 'User', resourceName: '*', operation: 'DescribeTokens' },
      ]),
    )('$permission $operation on $resourceType $resourceName is left alone and named', async (entry) => {
      const result = await plan(place, entry);
      expect(result.steps).toEqual([]);
      expect(result.risks).toEqual([]);
      expect(result.leftAlone).toMatchObject([{ id: entry, why: 'resource-type' }]);
      const section = leftAloneSection(result);
      expect(section?.body).toContain(entry.resourceType);
      expect(section?.body).toContain('ACLs on delegation tokens and on users, which a spec cannot state');
    });

    test.each(
      inEachPermission([
        { resourceType: 'Topic', resourceName: 'orders', operation: 'Read' },
        { resourceType: 'Group', resourceName: 'billing', operation: 'Read' },
        { resourceType: 'TransactionalId', resourceName: 'tx', operation: 'Write' },
        { resourceType: 'Cluster', resourceName: 'kafka-cluster', operation: 'Describe' },
      ]),
    )('$permission on $resourceType goes: a spec could say it', async (entry) => {
      const result = await plan(place, entry);
      expect(result.leftAlone).toEqual([]);
      expect(result.steps).toMatchObject([{ phase: 'revoke-acls', changes: [{ id: entry }] }]);
    });
  },
);

test('of a principal that is not owned it is outside of manage, as everything else', async () => {
  const result = await plan('onprem', {
    principal: 'User:else',
    resourceType: 'User',
    operation: 'CreateTokens',
  });
  expect(result.leftAlone).toMatchObject([{ why: 'outside-manage' }]);
});

test('every resource type of Kafka is tried above', () => {
  expect([...aclResourceTypes].sort()).toEqual([
    'Cluster',
    'DelegationToken',
    'Group',
    'Topic',
    'TransactionalId',
    'User',
  ]);
});
