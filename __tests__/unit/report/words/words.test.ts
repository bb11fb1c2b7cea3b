import { describe, expect, test } from '@jest/globals';
import { humanValue } from '../../../../src/report/words/human-values.ts';
import { phrase, toCell, toHtml, toMarkdown, toText } from '../../../../src/report/words/phrase.ts';
import { prose } from '../../../../src/report/words/prose.ts';
import { linkMarkdown } from '../../../../src/report/words/report-context.ts';

describe('what a number means, in brackets after it', () => {
  test.each([
    ['config.retention.ms', '604800000', '7 d'],
    ['config.retention.ms', '5400000', '1 h 30 min'],
    ['config.retention.ms', '90061001', 'about 1 d 1 h'],
    ['config.retention.ms', '-1', 'no limit'],
    ['config.flush.ms', '9223372036854775807', 'no limit'],
    ['config.max.message.bytes', '2097152', '2 MiB'],
    ['config.segment.bytes', '1610612736', '1.5 GiB'],
    ['config.max.message.bytes', '1048588', 'about 1 MiB'],
    ['config.retention.bytes', '-1', 'no limit'],
    ['sync_group_offsets_interval_seconds', '600', '10 min'],
    ['producer_linger_ms', '100', undefined],
    ['config.min.insync.replicas', '2', undefined],
    ['config.max.message.bytes', '512', undefined],
    ['config.retention.ms', 'abc', undefined],
    ['tags.bytes', '99999999999999999999999', undefined],
  ])('%s %s is %s', (field, value, human) => expect(humanValue(field, value)).toBe(human));
});

describe('a phrase', () => {
  const words = phrase`topic ${'a|<b>'} on ${'core'}: ${3} replicas`;

  test.each([
    ['Markdown', toMarkdown(words), 'topic `a|<b>` on `core`: 3 replicas'],
    ['a table cell', toCell(words), 'topic `a\\|<b>` on `core`: 3 replicas'],
    ['HTML', toHtml(words), 'topic <code>a|&#60;b&#62;</code> on <code>core</code>: 3 replicas'],
    ['the log', toText(words), 'topic a|<b> on core: 3 replicas'],
  ])('in %s', (_, text, expected) => expect(text).toBe(expected));

  test('keeps two names apart that follow each other', () => {
    expect(toMarkdown(phrase`${'a'}${'b'}`)).toBe('`a` `b`');
  });
});

describe('a sentence from elsewhere', () => {
  test.each([
    ['plain words stay', 'records are deleted, soon: (2 of 3).', 'records are deleted, soon: (2 of 3).'],
    ['dotted names become code', 'topic edge.readings is new.', 'topic `edge.readings` is new.'],
    ['quoted names become code', 'Did you mean `retention.ms`?', 'Did you mean `retention.ms`?'],
    ['mentions become code', 'ask @acme/all now', 'ask `@acme/all` now'],
    [
      'links become code',
      'see https://evil.example, www.evil.example',
      'see `https://evil.example`, `www.evil.example`',
    ],
    ['issue references become code', 'fixes #12 and GH-12', 'fixes `#12` and `GH-12`'],
    ['commits become code', 'since 4f2c9e1b', 'since `4f2c9e1b`'],
    ['emphasis becomes code', '**all fine**', '`**all` `fine**`'],
  ])('%s', (_, sentence, markdown) => expect(toMarkdown(prose(sentence))).toBe(markdown));

  test('says in the log what it said', () => {
    const sentence = 'topic edge.readings: "replication 2", ask admin@corp.example!';
    expect(toText(prose(sentence))).toBe(sentence);
  });

  test('is cut when it is very long', () => {
    expect(toText(prose('word '.repeat(200)))).toHaveLength(402);
  });
});

describe('a link', () => {
  test.each([
    [
      'kafka #482',
      'https://github.com/acme/kafka/actions/runs/1',
      '[kafka #482](https://github.com/acme/kafka/actions/runs/1)',
    ],
    ['a](b) @all', 'https://github.com/acme', '[`a](b) @all`](https://github.com/acme)'],
    ['kafka', 'javascript:alert(1)', '`kafka`'],
    ['kafka', 'https://x.example/a b) [c](d', '`kafka`'],
  ])('%s to %s', (label, url, markdown) => expect(linkMarkdown({ label, url })).toBe(markdown));
});
