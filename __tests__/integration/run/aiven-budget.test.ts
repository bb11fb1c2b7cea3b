import { describe, expect, test } from '@jest/globals';
import { endOf, specOf, type Team, team } from '../../support/team.ts';

/** Aiven's limit for one read of topics. */
const topicsARead = 100;

/** `core` of the spec with so many topics and native ACL entries, which are named one by one and differ in nothing. */
function estate(topics: number, acls: number): string {
  const entries = Array.from(
    { length: acls },
    (_, index) => `        - { principal: "User:svc-${index}", topic: t0, allow: [Read] }\n`,
  );
  const names = Array.from({ length: topics }, (_, index) => [`t${index}`, 1] as const);
  return `${specOf(Object.fromEntries(names))}${acls === 0 ? '' : `    acls:\n      kafka:\n${entries.join('')}`}`;
}

async function make(one: Team, topics: number, acls: number): Promise<void> {
  const { backend } = one.world;
  for (const index of Array(topics).keys()) {
    const config = { 'retention.ms': '86400000' };
    await backend.createTopic({ name: `t${index}`, partitions: 1, replication: 2, config });
  }
  const acl = { host: '*', resourceType: 'TOPIC', resourceName: 't0', patternType: 'LITERAL' };
  for (const index of Array(acls).keys()) {
    await backend.createAcl({
      ...acl,
      principal: `User:svc-${index}`,
      operation: 'READ',
      permission: 'ALLOW',
    });
  }
}

describe('requests to Aiven', () => {
  test('of a plan that finds no changes grow with pages of topics, and not with ACLs', async () => {
    const requests = async (topics: number, acls: number): Promise<number> => {
      const one = await team();
      await make(one, topics, acls);
      const number = one.propose(estate(topics, acls));
      one.world.aiven.log.clear();
      const planned = await one.plan(number);
      expect(planned.outputs).toMatchObject({ 'to-create': '0', 'to-change': '0', 'to-delete': '0' });
      return one.world.aiven.log.requests.length;
    };
    const few = await requests(300, 100);
    expect(few).toBeLessThanOrEqual(300 / topicsARead + 4);
    expect(await requests(300, 400)).toBe(few);
    expect(await requests(900, 400)).toBe(few + 600 / topicsARead);
  });

  test('of an apply are one write for each object, and reads by pages', async () => {
    const one = await team();
    const number = one.propose(estate(300, 200));
    const inputs = { 'max-changes': '1000' };
    expect(endOf(await one.plan(number, { inputs }))).toBe('planned');
    one.world.aiven.log.clear();
    expect(endOf(await one.mergeAndApply(number, { inputs }))).toBe('applied');
    const { requests } = one.world.aiven.log;
    const isRead = ({ method, path }: { readonly method: string; readonly path: string }): boolean =>
      method === 'GET' || path.startsWith('/v2/');
    expect(requests.filter((request) => !isRead(request))).toHaveLength(300 + 200);
    expect(requests.filter(isRead).length).toBeLessThanOrEqual(60);
  });
});
