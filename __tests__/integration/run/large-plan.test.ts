import { expect, test } from '@jest/globals';
import { isProbe } from '../../support/github.ts';
import { endOf, team } from '../../support/team.ts';

const half = 5_000;

test('a plan of 10,000 changes: a comment that fits with every deletion in it, all of it in plan.json, no failed request', async () => {
  const one = await team();
  const names = Array.from({ length: half }, (_, index) => `t.old.${index}`);
  for (const name of names) {
    await one.world.backend.createTopic({ name, partitions: 1, replication: 2, config: {} });
  }
  const number = one.open({
    ...Object.fromEntries(Array.from({ length: half }, (_, index) => [`t.new.${index}`, 1])),
    ...Object.fromEntries(names.map((name) => [name, 'removed'] as const)),
  });
  one.world.github.log.clear();
  const written = new Map<string, string>();
  const writeFile = async (path: string, content: string) => {
    written.set(path.split('/').at(-1) ?? '', content);
  };
  const ran = await one.plan(number, { ports: { writeFile } });

  expect(endOf(ran)).toBe('planned');
  expect(ran.outputs).toMatchObject({ 'to-create': String(half), 'to-delete': String(half) });
  const comment = one.comment(number) ?? '';
  expect(comment.length).toBeLessThan(60_000);
  expect(comment).toContain(`t.old.{0..${half - 1}}`);
  const plan = JSON.parse(written.get('plan.json') ?? '{}') as { readonly changes?: readonly unknown[] }; // checked below
  expect(plan.changes).toHaveLength(2 * half);
  const failed = one.world.github.log.requests.filter(({ status = 500 }) => status >= 400);
  expect(failed.filter((request) => !isProbe(request))).toEqual([]);
});
