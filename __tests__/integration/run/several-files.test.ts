import { describe, expect, test } from '@jest/globals';
import { aivenProject } from '../../support/run-world.ts';
import { endOf, type Team, team } from '../../support/team.ts';

/** A topic that two files declare, and what a pull request makes of it. */
const shared = (settings: string) => `version: 1
name: prod
project: ${aivenProject}
clusters:
  core:
    service: kafka-core
    manage: { topics: { scope: ['t*'] } }
    topics:
      t1: { partitions: 1, replication: 2${settings} }
`;
const sizes = (settings: string) => `clusters: { core: { topics: { t1: { ${settings} } } } }\n`;
const own = 'config: { retention.ms: 1d }';

type Files = Readonly<Record<string, string>>;

let branches = 0;

function propose(one: Team, files: Files): number {
  const { world } = one.world.github;
  const head = `files-${++branches}`;
  world.branch(head);
  world.commit({ branch: head, files });
  return world.openPullRequest({ head });
}

async function applied(): Promise<Team> {
  const one = await team();
  const number = propose(one, { 'kafka/spec.yaml': shared(''), 'kafka/sizes.yaml': sizes(own) });
  await one.plan(number);
  expect(endOf(await one.mergeAndApply(number))).toBe('applied');
  expect(await one.retentions()).toEqual({ t1: 1 });
  return one;
}

describe('a topic of several files', () => {
  test('is planned, reviewed and applied as one', async () => {
    const one = await applied();
    const number = propose(one, { 'kafka/sizes.yaml': sizes('config: { retention.ms: 5d }') });
    expect(endOf(await one.plan(number))).toBe('planned');
    expect(one.comment(number)).toContain('kafka/sizes.yaml');
    expect(one.comment(number)).toContain('kafka/spec.yaml');
    expect(endOf(await one.mergeAndApply(number))).toBe('applied');
    expect(await one.retentions()).toEqual({ t1: 5 });
  });

  test('loses nothing by a line that moves from file to file', async () => {
    const one = await applied();
    const number = propose(one, { 'kafka/spec.yaml': shared(`, ${own}`), 'kafka/sizes.yaml': sizes('') });
    const planned = await one.plan(number, { inputs: { comment: 'always' } });
    expect(endOf(planned)).toBe('no-changes');
    expect(one.comment(number)).not.toMatch(/no longer/i);
    expect(endOf(await one.mergeAndApply(number))).toBe('no-changes');
  });

  test('that loses a line in one of them keeps the value, and says so', async () => {
    const one = await applied();
    const number = propose(one, { 'kafka/sizes.yaml': sizes('') });
    expect(endOf(await one.plan(number, { inputs: { comment: 'always' } }))).toBe('no-changes');
    expect(one.comment(number)).toMatch(/no longer stated/i);
    expect(one.comment(number)).toContain('retention.ms');
  });
});

describe('a pull request that adds a file beside the spec', () => {
  test.each([
    [
      'moves a cluster to another project',
      'clusters: { core: { project: elsewhere } }\n',
      'split-over-files',
    ],
    ['says a value again', sizes(own), 'duplicate-key'],
    ['brings a spec of its own', 'version: 1\nname: staging\nproject: elsewhere\n', 'separate-specs'],
  ])('and %s is refused before anything is read', async (_, text, code) => {
    const one = await applied();
    const asked = one.world.aiven.log.requests.length;
    const number = propose(one, { 'kafka/zz.yaml': text });
    const ran = await one.plan(number);
    expect(ran.log).toContain(`${code}: `);
    expect(ran.outputs['failure-reason']).toBe('spec-invalid');
    expect(one.world.aiven.log.requests.length).toBe(asked);
  });
});
