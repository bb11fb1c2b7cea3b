import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { error } from '../../../sandbox/github/answers.ts';
import type { FaultRule } from '../../../sandbox/http/faults.ts';
import { createCertificateAuthority } from '../../../sandbox/kafka/certificate-authority.ts';
import { isNoProbe } from '../../support/github.ts';
import { endOf, specOf, team } from '../../support/team.ts';

/** Writes of texts that people read: comments and issues. Check runs and deployments are records. */
const contentRoutes = /^issues\//;

describe('requests to GitHub', () => {
  test('plan and apply of 100 topics, 200 ACLs and 4 flows take at most 15 and 20 where no apply is recorded yet, three of them writes', async () => {
    const one = await team();
    const { github } = one.world;
    const base = github.world.head();
    github.world.commit({ branch: 'big', files: { 'kafka/spec.yaml': null, ...bigSpec() } });
    const number = github.world.openPullRequest({ head: 'big' });
    const inputs = { 'max-changes': '1000', 'drift-issue': 'true' };
    const env = { KAFKA_SECRET_MIRROR: 'mirror-password-for-tests' };
    github.log.clear();
    const plan = await one.plan(number, { inputs, env });
    expect(plan.log).not.toContain('error: ');
    expect(endOf(plan)).toBe('planned');
    expect(Number(plan.outputs['to-create'])).toBeGreaterThan(300);
    const planned = counted(github.log);
    github.log.clear();
    const before = base;
    one.merge(number);
    expect(endOf(await one.pushed(before, { inputs, env }))).toBe('applied');
    const applied = counted(github.log);
    expect(planned.requests).toBeLessThanOrEqual(15);
    expect(applied.requests).toBeLessThanOrEqual(20);
    expect(textOf('docs/review.md')).toContain(
      `${planned.requests} requests to GitHub for its plan and ${applied.requests} for its apply where none is recorded yet`,
    );
    expect(planned.writes).toBe(2);
    expect(applied.writes).toBe(3);
  });

  test('a pull request asks for those files of the default branch that it changes', async () => {
    const one = await team();
    await one.deliver({ t: 1 });
    const { github } = one.world;
    const names = Array.from({ length: 40 }, (_, index) => `kafka/t${index + 1}.yaml`);
    github.world.commit({
      files: Object.fromEntries(names.map((path) => [path, oneTopic(path.slice(6, -5))])),
    });
    const changed = commitOn(github, 'changed', { 'kafka/t7.yaml': oneTopic('t7').replace('1', '2') });
    const number = github.world.openPullRequest({ head: changed });
    github.log.clear();
    expect(endOf(await one.plan(number))).toBe('planned');
    expect(github.log.counts().get('git/get-blob')).toBe(1);
  });

  test('an apply of ten merged pull requests asks one question about each', async () => {
    const one = await team();
    await one.deliver({ t0: 1 });
    const { github } = one.world;
    const before = one.main;
    const numbers: number[] = [];
    for (let index = 1; index <= 10; index++) {
      const number = github.world.openPullRequest({
        head: commitOn(one.world.github, `b${index}`, { [`kafka/t${index}.yaml`]: oneTopic(`t${index}`) }),
      });
      await one.plan(number);
      numbers.push(number);
    }
    for (const number of numbers) one.merge(number, 'squash');
    github.log.clear();
    expect(endOf(await one.pushed(before))).toBe('applied');
    const { counts } = counted(github.log);
    const aboutPlans = github.log.requests.filter(({ path }) => path.includes('/check-runs?check_name='));
    expect(aboutPlans).toHaveLength(10);
    expect(counts.get('repos/list-pull-requests-associated-with-commit') ?? 0).toBe(0);
    for (const number of numbers) expect(one.title(number)).toBe('## Kafka plan for `prod`: applied');
  });
});

describe('a push without a pull request', () => {
  const route = 'repos/list-pull-requests-associated-with-commit';

  test('that leaves nothing to do and touches no spec is asked about once, because nothing depends on the answer', async () => {
    const one = await team();
    await one.deliver({ t: 1 });
    const { github } = one.world;
    const before = one.main;
    github.world.commit({ files: { 'README.md': 'Hello' } });
    github.log.clear();
    expect(endOf(await one.pushed(before))).toBe('no-changes');
    expect(github.log.counts().get(route)).toBe(1);
  });

  test('that changes the spec is refused when GitHub had seven seconds to name one', async () => {
    const one = await team();
    await one.deliver({ t: 1 });
    const { github, clock } = one.world;
    const before = one.main;
    github.world.commit({ files: { 'kafka/t2.yaml': oneTopic('t2') } });
    github.log.clear();
    const begun = clock.monotonic();
    const run = await one.pushed(before);
    expect(endOf(run)).toBe('refused: plan-missing');
    expect(run.log).toContain('direct commits: 1');
    expect(github.log.counts().get(route)).toBe(3);
    expect(clock.monotonic() - begun).toBeGreaterThanOrEqual(7_000);
  });
});

describe('two runs at once, and answers that never come', () => {
  const lost: readonly [string, FaultRule['fault']][] = [
    ['nothing', { kind: 'delay', milliseconds: 1 }],
    ['a 502 after the effect', { kind: 'answer-after-effect', response: error(502, 'Bad Gateway') }],
    ['a lost connection after the effect', { kind: 'reset-after-effect' }],
  ];

  test.each(lost)(
    'plans with %s leave one comment, of at most three content writes each',
    async (_, fault) => {
      const one = await team();
      const number = one.open({ t1: 1 });
      one.world.github.faults.add({ route: 'issues/create-comment', matches: isNoProbe, fault });
      const ends = await Promise.all([one.plan(number), one.plan(number)]);
      expect(ends.map(endOf)).toEqual(['planned', 'planned']);
      expect(one.title(number)).toBe('## Kafka plan for `prod`: 1 create');
      expect(counted(one.world.github.log).content).toBeLessThanOrEqual(6);
    },
  );

  test.each(lost)(
    'drift checks with %s leave one open issue, of at most three content writes each',
    async (_, fault) => {
      const one = await team({ t1: 1 });
      const inputs = { 'drift-issue': 'true' };
      one.world.github.faults.add({ route: 'issues/create', matches: isNoProbe, fault });
      const ends = await Promise.all([one.drift({ inputs }), one.drift({ inputs })]);
      expect(ends.map(endOf)).toEqual(['drift', 'drift']);
      const open = one.world.github.world.issues().filter(({ state }) => state === 'open');
      expect(open).toHaveLength(1);
      expect(counted(one.world.github.log).content).toBeLessThanOrEqual(6);
      await one.drift({ inputs });
      expect(one.world.github.world.issues().filter(({ state }) => state === 'open')).toHaveLength(1);
    },
  );

  test.each([
    'checks/create',
    'issues/create-comment',
    'issues/update-comment',
    'repos/create-deployment',
    'repos/create-deployment-status',
  ])('502 after the effect of %s: everything is there once', async (route) => {
    const one = await team();
    const fault = { kind: 'answer-after-effect', response: error(502, 'Bad Gateway') } as const;
    one.world.github.faults.add({ route, matches: isNoProbe, fault });
    const number = one.open({ t1: 1 });
    await one.plan(number);
    expect(endOf(await one.mergeAndApply(number))).toBe('applied');
    const { world } = one.world.github;
    expect(world.checkRuns(one.headOf(number))).toHaveLength(1);
    expect(one.title(number)).toBe('## Kafka plan for `prod`: applied');
    expect(world.deployments()).toMatchObject([{ statuses: [{ state: 'success' }] }]);
    expect(counted(one.world.github.log).writes).toBeLessThanOrEqual(5);
  });

  test('two applies of one commit write what is missing once and agree', async () => {
    const one = await team();
    const number = one.open({ t1: 1, t2: 2 });
    await one.plan(number);
    const before = one.main;
    one.merge(number);
    const ends = await Promise.all([one.pushed(before), one.pushed(before)]);
    for (const end of ends) expect(['applied', 'no-changes']).toContain(endOf(end));
    expect(await one.retentions()).toEqual({ t1: 1, t2: 2 });
    expect(one.title(number)).toBe('## Kafka plan for `prod`: applied');
  });
});

function counted(log: {
  readonly requests: readonly { readonly method: string; readonly route: string }[];
  readonly effects: readonly { readonly route: string }[];
  counts(): ReadonlyMap<string, number>;
}) {
  return {
    requests: log.requests.length,
    writes: log.effects.length,
    content: log.effects.filter(({ route }) => contentRoutes.test(route)).length,
    counts: log.counts(),
  };
}

function commitOn(
  github: { readonly world: { commit(options: { files: Record<string, string>; branch: string }): string } },
  branch: string,
  files: Record<string, string>,
): string {
  github.world.commit({ branch, files });
  return branch;
}

function oneTopic(name: string): string {
  return `clusters:\n  core:\n    topics:\n      ${name}: { partitions: 1, replication: 2 }\n`;
}

/** Two clusters, 100 topics and 200 ACL entries in four files, four flows. */
function bigSpec(): Record<string, string> {
  const topics = Array.from(
    { length: 100 },
    (_, index) => `      t.${index}: { partitions: 3, replication: 2 }`,
  );
  const acls = Array.from(
    { length: 100 },
    (_, index) => `        - { principal: User:svc-${index}, topic: t.${index}, allow: [Read, Describe] }`,
  );
  const external = (alias: string): string[] => [
    `  ${alias}:`,
    `    bootstrap_servers: [kafka.${alias}.example:9093]`,
    '    security_protocol: SASL_SSL',
    '    sasl_mechanism: SCRAM-SHA-512',
    '    ssl_ca_cert: { file: kafka/ca.pem }',
    `    mirror: { endpoint: ${alias}-kafka, sasl_plain_username: mm2, sasl_plain_password: { secret: MIRROR } }`,
  ];
  const aliases = ['one', 'two', 'three', 'four'];
  const flows = aliases.map(
    (alias) => `      ${alias} -> core: { topics: ['${alias}\\.a'], enabled: true, access: off }`,
  );
  const head = specOf({})
    .trimEnd()
    .replace("topics: { scope: ['t*'] }", "topics: { scope: ['t.*'] }, acls: { principals: ['User:svc-*'] }");
  return {
    'kafka/base.yaml': `${head}\n${aliases.flatMap(external).join('\n')}\n`,
    'kafka/topics.yaml': `clusters:\n  core:\n    topics:\n${topics.join('\n')}\n`,
    'kafka/acls.yaml': `clusters:\n  core:\n    acls:\n      kafka:\n${acls.join('\n')}\n`,
    'kafka/flows.yaml': `mirrormaker:\n  mm2-core:\n    flows:\n${flows.join('\n')}\n`,
    'kafka/ca.pem': createCertificateAuthority('tests').pem,
  };
}

/** Of a page of the repository, on one line. */
function textOf(page: string): string {
  return readFileSync(new URL(`../../../${page}`, import.meta.url), 'utf8').replace(/\s+/g, ' ');
}
