import { expect, test } from '@jest/globals';
import { connectAiven } from '../../../src/aiven/connect.ts';
import { openSecret } from '../../../src/model/secret.ts';
import { endOf, team } from '../../support/team.ts';

test('a mistake of the action is told with where it happened, what caused it and where to report it, and no secret', async () => {
  const one = await team();
  const number = one.open({ t1: 1 });
  let token = '';
  const ran = await one.plan(number, {
    ports: {
      connectAiven: (options) => ({
        ...connectAiven(options),
        readMirrorMaker: () => Promise.reject(new Error('not asked here')),
        readCluster: () => {
          token = openSecret(options.token);
          throw new Error(`a list without ${token}`, { cause: new RangeError('one too many') });
        },
      }),
    },
  });
  expect(endOf(ran)).toBe('failed: internal-error');
  expect(ran.log).toMatch(
    /please report it at https:\/\/github\.com\/aiven-kafka-gitops\/aiven-kafka-gitops\/issues/,
  );
  expect(ran.log).toMatch(/^Error: a list without \*\*\*$/m);
  expect(ran.log).toMatch(/^ +at .*readCluster .*what-the-log-tells\.test\.ts:\d+/m);
  expect(ran.log).toContain('caused by: RangeError: one too many');
  expect(ran.log).toMatch(/^aiven-kafka-gitops \d+\.\d+\.\d+, Node \d+/m);
  expect(token).not.toBe('');
  expect(JSON.stringify(ran)).not.toContain(token);
});

test('the debug log has one line for each request, and none has a query, a body or a token', async () => {
  const one = await team();
  const number = one.open({ t1: 1 });
  const before = one.world.github.log.requests.length;
  const ran = await one.plan(number);
  const lines = ran.debug.split('\n');
  const [github, aiven] = ['GitHub', 'Aiven'].map((name) =>
    lines.filter((line) => line.startsWith(`${name} `)),
  );
  expect(github).toHaveLength(one.world.github.log.requests.length - before);
  expect(aiven?.length).toBeGreaterThan(2);
  for (const line of [...(github ?? []), ...(aiven ?? [])]) {
    expect(line).toMatch(/^(GitHub|Aiven) (GET|POST|PUT|PATCH|DELETE) \/[^?]*: [a-z0-9-]+ in \d+ ms$/);
  }
  expect(
    lines.filter((line) => line !== '' && ![...(github ?? []), ...(aiven ?? [])].includes(line)),
  ).toEqual([]);
  expect(ran.log).not.toContain(aiven?.[0] ?? 'nothing');
});
