import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../src/model/finding.ts';
import { findingsList } from '../../../src/report/plan/findings-list.ts';
import { findingAnnotations } from '../../../src/report/texts/annotations.ts';
import { findingsLog } from '../../../src/report/texts/log.ts';
import { groupFindings } from '../../../src/report/words/finding-groups.ts';

function finding(index: number, parts: Partial<Finding> = {}): Finding {
  return {
    code: 'config-ignored',
    severity: 'warning',
    message: `topic orders-${index}: Aiven ignores segment.ms below 10000`,
    hint: 'Write segment.ms: 10000 or more.',
    position: { file: 'kafka/prod.yaml', line: index + 1, column: 3 },
    ...parts,
  };
}

const many = Array.from({ length: 300 }, (_, index) => finding(index));
const sizes = (findings: readonly Finding[]) =>
  groupFindings(findings).map(({ others }) => others.length + 1);

describe('hundreds of equal findings are one line with a count', () => {
  test('in the comment and the summary', () => {
    const text = findingsList(many, { limit: 50 });
    expect(text.split('\n')).toHaveLength(1);
    expect(text).toContain('And 299 more like it: `kafka/prod.yaml:2:3`');
  });

  test('in the log', () => {
    const lines = findingsLog(many).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^ {2}and 299 more like it: kafka\/prod\.yaml:2:3, .*, …$/);
  });

  test('among annotations, where others then have room', () => {
    const notes = findingAnnotations([...many, finding(900, { code: 'other', message: 'another matter' })]);
    expect(notes.map(({ title }) => title)).toEqual(['config-ignored', 'other']);
    expect(notes[0]?.message).toContain('299 more like it');
  });

  test('what they are about is named', () => {
    const about = many.slice(0, 10).map((each, index) => ({
      ...each,
      about: { kind: 'topic', cluster: 'core', name: `orders-${index}` } as const,
    }));
    expect(findingsList(about, { limit: 50 })).toContain(
      '`orders-1`, `orders-2`, `orders-3`, `orders-4`, `orders-5`, ….',
    );
  });
});

describe('not alike are', () => {
  test('nine findings, which are shown one by one', () => {
    expect(sizes(many.slice(0, 9))).toEqual(Array(9).fill(1));
    expect(sizes(many.slice(0, 10))).toEqual([10]);
  });

  test.each<[string, Partial<Finding>]>([
    ['another rule', { code: 'config-value' }],
    ['another severity', { severity: 'error' }],
    ['another remedy', { hint: 'Write segment.ms: 20000 or more.' }],
    [
      'another sentence',
      { message: 'topic orders-9 on core could not be read because Aiven did not answer' },
    ],
  ])('%s', (_, parts) => {
    expect(sizes([...many.slice(0, 10), finding(9, parts)])).toEqual([10, 1]);
  });
});

describe('commands to run by hand', () => {
  const command = (topic: string, operation: string) =>
    `kafka-acls.sh --bootstrap-server k:9093 --add --allow-principal User:mm2 --topic ${topic} --operation ${operation}`;

  test('stand in a block that can be copied', () => {
    const text = findingsList([finding(1, { commands: [command('a', 'Read')] })], { limit: 50 });
    expect(text.split('\n').slice(1)).toEqual(['', '  ```sh', `  ${command('a', 'Read')}`, '  ```']);
  });

  test('of many findings stand together, with all operations of a resource in one', () => {
    const operations = ['Read', 'Describe', 'Read', 'DescribeConfigs', ...Array<string>(6).fill('Read')];
    const missing = operations.map((operation, index) =>
      finding(index, { commands: [command(index === 2 ? 'b' : 'a', operation)] }),
    );
    const text = findingsList(missing, { limit: 50 });
    expect(text).toContain(
      `${command('a', 'Read')} --operation Describe --operation DescribeConfigs\n  ${command('b', 'Read')}\n`,
    );
    expect(findingsLog(missing)).toContain(`\n  ${command('b', 'Read')}`);
  });

  test('cannot end the block', () => {
    const text = findingsList([finding(1, { commands: ['x ```` \n# @all'] })], { limit: 50 });
    expect(text.split('\n').slice(2)).toEqual(['  `````sh', '  x ```` ⏎# @all', '  `````']);
  });
});
