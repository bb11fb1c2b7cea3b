import { expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { removedBlocks } from '../../../src/import/terraform/removed-blocks.ts';
import { commandsOf, problemOf } from '../../support/docs/commands.ts';
import { type Block, blocksOf, pages, placeOf, readPage } from '../../support/docs/pages.ts';
import { completed, placePart } from '../../support/docs/spec-parts.ts';
import { unknownInputs, workflowOf } from '../../support/docs/workflow-parts.ts';
import { loadTexts, newCertificate, references } from '../../support/spec-files.ts';

/** How a block is looked at. A block that is none of these fails. */
type Kind =
  | 'commands'
  | 'workflow'
  | 'whole spec'
  | 'part of a spec'
  /** Generated from the rules of `src`; `unit/spec/bad-specs` has a case for each. */
  | 'mistake of a rule'
  /** Held by a test of its own, that finds it by its text. */
  | 'held elsewhere'
  /** A drawing, or lines that a program prints: nothing to run. */
  | 'to look at'
  | 'not classified';

/** Blocks of another format, each with the test that holds it. */
const elsewhere: Readonly<Record<string, string>> = {
  'docs/import.md hcl': 'below',
  'docs/cli.md yaml': 'unit/contract/local-command',
};

function kindOf(block: Block): Kind {
  const { page, language, text } = block;
  if (language === 'sh') return 'commands';
  if (language === 'text') return 'to look at';
  if (language === 'yaml' && page === 'docs/rules.md') return 'mistake of a rule';
  if (language === 'yaml' && workflowOf(block) !== undefined) return 'workflow';
  if (language === 'yaml' && /^name: /m.test(text)) return 'whole spec';
  if (language === 'yaml' && !/^repos:/m.test(text)) return 'part of a spec';
  return Object.hasOwn(elsewhere, `${page} ${language}`) ? 'held elsewhere' : 'not classified';
}

const source = {
  readReference: references({ 'kafka/certs/onprem-ca.pem': newCertificate('/CN=onprem').certificate }),
  secret: (name: string) => `a password for ${name}`,
};
const blocks = pages.flatMap(blocksOf);
const byKind = Map.groupBy(blocks, kindOf);
const ofKind = (kind: Kind) => (byKind.get(kind) ?? []).map((block) => [placeOf(block), block] as const);

test('every block is of a kind that is checked', () => {
  expect(ofKind('not classified').map(([place]) => place)).toEqual([]);
  expect(blocks.length).toBeGreaterThan(160);
  expect(Object.fromEntries([...byKind].map(([kind, { length }]) => [kind, length > 0]))).toEqual({
    commands: true,
    workflow: true,
    'whole spec': true,
    'part of a spec': true,
    'mistake of a rule': true,
    'held elsewhere': true,
    'to look at': true,
  });
});

test.each(ofKind('commands'))('%s: commands that there are', (_, { text }) => {
  const commands = commandsOf(text);
  expect(commands.length).toBeGreaterThan(0);
  for (const command of commands)
    expect([command.join(' '), problemOf(command)]).toEqual([command.join(' '), undefined]);
});

test.each(ofKind('part of a spec'))(
  '%s: the schema takes it, and no rule refuses it',
  async (_, { text }) => {
    const placed = placePart(parse(text));
    expect(placed).toMatchObject({ placed: true });
    const spec = stringify(completed(placed.placed ? placed.spec : {}));
    const result = await loadTexts({ 'kafka/prod.yaml': spec }, source);
    expect(result.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  },
);

test.each(ofKind('whole spec'))('%s: a spec that needs no attention', async (_, { text }) => {
  const result = await loadTexts({ 'kafka/prod.yaml': text }, source);
  expect(result.findings.filter(({ severity }) => severity !== 'notice')).toEqual([]);
});

// unit/contract/workflows gives them to actionlint, too.
test.each(ofKind('workflow'))('%s: gives the action only what it takes', (_, block) => {
  expect(unknownInputs(workflowOf(block) ?? '')).toEqual([]);
});

test('the block for Terraform is what the import writes', () => {
  const [shown] = blocksOf('docs/import.md').filter(({ language }) => language === 'hcl');
  expect(removedBlocks(['aiven_kafka_topic.orders'])).toContain(shown?.text);
});

test('a command within a sentence is one that there is, too', () => {
  const start =
    /^(?:npx github:|aiven-kafka-gitops |node dist|npm |gh |avn |git |terraform |kafka-[a-z-]+\.sh )/;
  const named = pages.flatMap((page) =>
    [...withoutBlocks(readPage(page)).matchAll(/`([^`]+)`/g)]
      .map(([, code = '']) => code.replaceAll(/\s+/g, ' '))
      .filter((code) => start.test(code) && !code.endsWith(' …'))
      .map((code) => [page, code] as const),
  );
  expect(named.length).toBeGreaterThan(20);
  const wrong = named.flatMap(([page, code]) =>
    commandsOf(code).flatMap((command) => {
      const problem = problemOf(command);
      return problem === undefined ? [] : [`${page}: ${code}: ${problem}`];
    }),
  );
  expect(wrong).toEqual([]);
});

function withoutBlocks(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```$/gm, '');
}
