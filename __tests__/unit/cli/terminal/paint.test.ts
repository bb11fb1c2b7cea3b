import { describe, expect, test } from '@jest/globals';
import { painter, paintFindings } from '../../../../src/cli/terminal/paint.ts';

const text = [
  'kafka/prod.yaml:3:5: topic-name: an odd name',
  '  hint: Write another.',
  'kafka/prod.yaml:4:5: warning: login: odd',
  'notice: brokers-not-asked: they were not',
  '  kafka-acls.sh --add',
].join('\n');

test('where nobody sees colours the text stays as it is', () => {
  expect(paintFindings(text, painter(false))).toBe(text);
});

describe('with colours', () => {
  const painted = paintFindings(text, painter(true));

  test('only colours are added', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are made of
    expect(painted.replace(/\x1b\[\d+m/g, '')).toBe(text);
  });

  test('the level can be seen', () => {
    expect(painted).toContain('\x1b[31mtopic-name: \x1b[39m');
    expect(painted).toContain('\x1b[33mwarning: login: \x1b[39m');
    expect(painted).toContain('\x1b[36mnotice: brokers-not-asked: \x1b[39m');
  });
});
