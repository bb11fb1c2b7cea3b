import { expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { MemoryBackend } from '../../../sandbox/aiven/memory-backend.ts';
import { blocksOf } from '../../support/docs/pages.ts';
import { completed, placePart } from '../../support/docs/spec-parts.ts';
import { aivenProject, type Ran, startRunWorld } from '../../support/run-world.ts';
import { endOf, Team, team } from '../../support/team.ts';

/** The steps of docs/how-to/topics.md, as they stand, from pull request to apply. */
const [beside = '', gone = '', moving = ''] = blocksOf('docs/how-to/topics.md')
  .filter(({ language }) => language === 'yaml')
  .map(({ text }) => text);

function specOf(part: string): string {
  const placed = placePart(parse(part));
  if (!placed.placed) throw new Error(placed.problems);
  return stringify({ ...completed(placed.spec), project: aivenProject });
}

async function deliver(
  one: Team,
  part: string,
  inputs: Readonly<Record<string, string>> = {},
): Promise<Ran & { readonly comment: string }> {
  const number = one.propose(specOf(part));
  await one.plan(number, { inputs });
  const comment = one.comment(number) ?? '';
  return { ...(await one.mergeAndApply(number, { inputs })), comment };
}

async function topicsOf(one: Team): Promise<readonly string[]> {
  return (await one.world.backend.listTopics()).map(({ name }) => name).sort();
}

test('a topic is renamed in two pull requests, and deleted only where the workflow allows it', async () => {
  const one = await team();
  expect(endOf(await deliver(one, beside))).toBe('applied');
  expect(await topicsOf(one)).toEqual(['orders.created', 'orders.placed']);

  const refused = await deliver(one, gone);
  expect(endOf(refused)).toBe('refused: delete-not-allowed');
  expect(refused.comment).toContain('topic `orders.created`');
  expect(await topicsOf(one)).toContain('orders.created');

  expect(endOf(await one.byHand({ mode: 'apply', 'allow-delete': 'topics' }))).toBe('applied');
  expect(await topicsOf(one)).toEqual(['orders.placed']);
});

test('the flow that copies a topic under its own name is planned, with what to look out for', async () => {
  const one = new Team(await startRunWorld(new Map([['kafka-edge', new MemoryBackend({ brokers: 3 })]])));
  try {
    one.commit(specOf(beside));
    const number = one.propose(specOf(moving));
    await one.plan(number);
    expect(one.comment(number)).toMatch(/flow `core -> edge`.*\n.*\*\*records mix/);
    expect(one.comment(number)).toContain('`groups-not-limited`');
    expect(one.comment(number)).not.toContain('row by row'); // nothing is derived between two services of Aiven
  } finally {
    await one.world.stop();
  }
});
