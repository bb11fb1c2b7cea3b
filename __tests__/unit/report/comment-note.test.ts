import { describe, expect, test } from '@jest/globals';
import { withNote } from '../../../src/report/texts/comment-note.ts';
import { planComment } from '../../../src/report/texts/plan-comment.ts';
import { commentBudget } from '../../../src/report/words/budget.ts';
import { readAsGitHub } from '../../support/github-reading.ts';
import { busyPlan, context } from '../../support/sample-plans.ts';

const plan = planComment({ plan: busyPlan, context });
const footer = plan.slice(plan.lastIndexOf('\n\n---\n'));

describe('the note of the workflow', () => {
  test('stands before the footer, as Markdown', () => {
    const noted = withNote(plan, 'Read the [runbook](https://acme.example/kafka).\n');
    expect(noted.endsWith(`\n\nRead the [runbook](https://acme.example/kafka).${footer}`)).toBe(true);
    expect(withNote('## Applied', 'Thank you')).toBe('## Applied\n\nThank you');
  });

  test.each(['', ' \n'])('%j is none', (note) => expect(withNote(plan, note)).toBe(plan));

  test.each([
    ['a mention', 'ask @acme/kafka'],
    ['a mention in decimal', 'ask &#64;acme, `&#64;acme and &#064;acme'],
    ['a mention in hexadecimal', 'ask &#x40;acme&#X40;acme'],
    ['a mention by name', 'ask &commat;acme'],
    ['HTML', '<img src=x onerror=y> <details> </td> <!-- -->'],
    ['a picture', '![x](https://acme.example/x.png)'],
    ['a line of the marker', '<!-- aiven-kafka-gitops:plan {"v":1,"id":"prod"} -->'],
  ])('%s in it does nothing', (_, note) => {
    const noted = withNote('## Applied', note);
    const { elements, words } = readAsGitHub(noted);
    expect(elements.filter((element) => !/^<\/?(?:h2|p|a)>$/.test(element))).toEqual([]);
    expect(words).not.toMatch(/@\w/);
  });

  test.each([
    ['open', '```sh\nls', 1],
    ['closed', '```sh\nls\n```', 1],
    ['open with the other kind in it', '~~~\n```\n', 1],
    ['open with an info string in it', '````\n```sh\n```', 1],
    ['two, the second one open', '```\na\n```\n\n~~~\nb', 2],
  ])('a block of code that is %s swallows nothing', (_, note, blocks) => {
    const { elements } = readAsGitHub(withNote('## Applied\n\n---\nfooter', note));
    expect(elements).toContain('<hr />');
    expect(elements.filter((element) => element === '<pre>')).toHaveLength(blocks);
  });

  test('gives way where the plan needs the room', () => {
    const full = `## Plan${'x'.repeat(commentBudget - 100)}`;
    expect(withNote(full, 'y'.repeat(200))).toBe(full);
  });
});
