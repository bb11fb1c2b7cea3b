import { describe, expect, test } from '@jest/globals';
import { type AclId, aclName, aclSources } from '../../../src/adopt/acls/acl-sources.ts';
import { withoutEntries } from '../../../src/adopt/acls/without-entries.ts';
import { saidIn } from '../../../src/adopt/said.ts';
import { editSpec } from '../../../src/spec/edit/edit-spec.ts';

const specOf = (acls: string, topics = '') => `name: prod
clusters:
  core:
${topics}    acls:
${acls}`;

const entries = (text: string): readonly AclId[] =>
  aclSources('core', saidIn(new Map([['a.yaml', text]]))).flatMap(({ item, entriesOf }) => entriesOf(item));

/** The lines that differ, and what is said after it. */
function without(text: string, isGone: (name: string) => boolean) {
  const files = new Map([['a.yaml', text]]);
  const gone = entries(text).filter((id) => isGone(aclName(id)));
  const { edits, unsaid } = withoutEntries('core', gone, saidIn(files));
  const edited = editSpec({ files, edits });
  if (edited.kind === 'cannot-edit') throw new Error(edited.because);
  const after = edited.files.get('a.yaml') ?? '';
  const before = new Set(text.split('\n'));
  return {
    unsaid,
    lines: after.split('\n').filter((line) => !before.has(line)),
    left: entries(after).map(aclName).sort(),
    wanted: entries(text)
      .map(aclName)
      .filter((name) => !isGone(name))
      .sort(),
  };
}

const list = `      kafka:
        - { principal: User:a, topic: t, allow: [Read, Describe] }
        - { principal: [User:b, User:c], topic: [t, u], allow: [Read] }
`;

const cases: readonly (readonly [string, string, (name: string) => boolean, readonly string[]])[] = [
  [
    'one operation goes: the list of its line is shorter',
    specOf(list),
    (name) => /a may Describe/.test(name),
    ['        - { principal: User:a, topic: t, allow: [Read] }'],
  ],
  ['all of a line goes: the line goes', specOf(list), (name) => name.startsWith('User:a '), []],
  [
    'one principal of two goes',
    specOf(list),
    (name) => name.startsWith('User:b '),
    ['        - { principal: [User:c], topic: [t, u], allow: [Read] }'],
  ],
  [
    'one topic of two goes',
    specOf(list),
    (name) => /User:[bc] .* u$/.test(name),
    ['        - { principal: [User:b, User:c], topic: [t], allow: [Read] }'],
  ],
  [
    'one corner goes: what is left stands on lines of its own',
    specOf(list),
    (name) => /User:b .* u$/.test(name),
    [expect.stringContaining('User:b'), expect.stringContaining('User:c')] as unknown as readonly string[],
  ],
  [
    'a part of a form at a topic goes: the rest becomes a line',
    specOf(list, '    topics:\n      v: { produce: [User:p, User:q] }\n'),
    (name) => /User:p may Describe/.test(name),
    ['      v: { produce: [User:q] }', '        - { principal: User:p, topic: v, allow: [Write] }'],
  ],
];

describe('entries that are not there any more', () => {
  test.each(cases)('%s', (_, text, isGone, lines) => {
    const result = without(text, isGone);
    expect(result.left).toEqual(result.wanted);
    expect(result.unsaid).toEqual([]);
    expect(result.lines).toHaveLength(lines.length);
    expect(result.lines).toEqual(lines);
  });

  test('which no line says are told', () => {
    const [id] = entries(specOf(list));
    const other = { ...id, principal: 'User:z' } as AclId; // an entry of the same kind
    const { edits, unsaid } = withoutEntries('core', [other], saidIn(new Map([['a.yaml', specOf(list)]])));
    expect([edits, unsaid]).toEqual([[], [other]]);
  });
});
