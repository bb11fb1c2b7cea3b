import { expect, test } from '@jest/globals';
import { parseEvents } from 'js-yaml';
import { newReport } from '../../../src/spec/rules/report.ts';
import { compose } from '../../../src/spec/yaml/compose.ts';
import { guardText } from '../../../src/spec/yaml/guard.ts';
import { plainValue } from '../../../src/spec/yaml/source-node.ts';

test('the events of a file are let go while its nodes are made', () => {
  const text = guardText('spec.yaml', Buffer.from('a: [1, { b: c }]\nd:\n  - e\n'), newReport());
  if (text === undefined) throw new Error('the text is fine');
  const events: Parameters<typeof compose>[1] = parseEvents(text.text, {});
  const { root } = compose(text, events);
  expect(plainValue(root)).toEqual({ a: [1, { b: 'c' }], d: ['e'] });
  expect(events.filter((event) => event !== undefined)).toEqual([]);
});
