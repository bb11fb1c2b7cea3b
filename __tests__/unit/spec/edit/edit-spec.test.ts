import { describe, expect, test } from '@jest/globals';
import { type EditResult, editSpec, type SpecEdit } from '../../../../src/spec/edit/edit-spec.ts';

type Plain = Extract<SpecEdit['to'], { readonly kind: 'set' }>['value'];

const head = 'version: 1\nname: prod\nproject: acme\n';

/** As JSON has it, in place of maps. */
function plain(value: unknown): Plain {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null)
    return new Map(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  return value as Plain; // what is no object is a scalar
}

const at = (path: string) => path.split('/');
const set = (path: string, value: unknown): SpecEdit => ({
  path: at(path),
  to: { kind: 'set', value: plain(value) },
});
const remove = (path: string): SpecEdit => ({ path: at(path), to: { kind: 'remove' } });
const append = (path: string, ...values: readonly unknown[]): SpecEdit => ({
  path: at(path),
  to: { kind: 'append', values: values.map(plain) },
});
const takeOut = (path: string, ...items: readonly unknown[]): SpecEdit => ({
  path: at(path),
  to: { kind: 'take-out', items: items.map(plain) },
});

function edited(text: string, ...edits: readonly SpecEdit[]): string {
  const result = editSpec({ files: new Map([['spec.yaml', head + text]]), edits });
  if (result.kind === 'cannot-edit') return `${result.path.join('/')}: ${result.because}`;
  return (result.files.get('spec.yaml') ?? '').replace(head, '');
}

const orders = 'clusters/core/topics/orders';

describe('a value that is there', () => {
  test.each<[string, string, SpecEdit, string]>([
    [
      'keeps the comment on its line',
      'clusters:\n  core:\n    topics:\n      orders:\n        partitions: 6   # grows\n',
      set(`${orders}/partitions`, 12),
      'clusters:\n  core:\n    topics:\n      orders:\n        partitions: 12   # grows\n',
    ],
    [
      'keeps its unit where that holds it',
      'clusters: { core: { topics: { orders: { config: { retention.ms: 48h } } } } }\n',
      set(`${orders}/config/retention.ms`, '259200000'),
      'clusters: { core: { topics: { orders: { config: { retention.ms: 72h } } } } }\n',
    ],
    [
      'takes another unit where its own does not hold it',
      'clusters: { core: { topics: { orders: { config: { retention.ms: 7d } } } } }\n',
      set(`${orders}/config/retention.ms`, 90_000_000n),
      'clusters: { core: { topics: { orders: { config: { retention.ms: 25h } } } } }\n',
    ],
    [
      'stays a number where it was one',
      'clusters: { core: { topics: { orders: { config: { retention.ms: 86400000 } } } } }\n',
      set(`${orders}/config/retention.ms`, '7d'),
      'clusters: { core: { topics: { orders: { config: { retention.ms: 604800000 } } } } }\n',
    ],
    [
      'keeps its quotes',
      `clusters: {"core": {topics: {orders: {config: {retention.ms: "7d"}, description: 'It''s old' }}}}\n`,
      set(orders, { config: { 'retention.ms': 1_209_600_000 }, description: "It's new" }),
      `clusters: {"core": {topics: {orders: {config: {retention.ms: "14d"}, description: 'It''s new' }}}}\n`,
    ],
    [
      'stays without quotes where it may',
      'clusters: { core: { topics: { orders: { description: Orders of the shop } } } }\n',
      set(`${orders}/description`, 'Orders of all shops'),
      'clusters: { core: { topics: { orders: { description: Orders of all shops } } } }\n',
    ],
    [
      'gets quotes where it needs them',
      'clusters: { core: { topics: { orders: { description: Orders } } } }\n',
      set(`${orders}/description`, 'Orders: all # of them'),
      "clusters: { core: { topics: { orders: { description: 'Orders: all # of them' } } } }\n",
    ],
    [
      'over several lines becomes one line, with the comment of the first',
      'clusters:\n  core:\n    topics:\n      orders:\n        description: >- # long\n          Orders of\n          the shop\n        partitions: 6\n',
      set(`${orders}/description`, 'Orders'),
      'clusters:\n  core:\n    topics:\n      orders:\n        description: Orders # long\n        partitions: 6\n',
    ],
    [
      'of a map is compared key by key',
      'clusters:\n  core:\n    topics:\n      orders: # the shop\n        config: # why\n          # a week\n          retention.ms: 7d\n          # small\n          max.message.bytes: 1MiB # as agreed\n',
      set(`${orders}/config`, {
        'retention.ms': '14d',
        'max.message.bytes': 1_048_576,
        'cleanup.policy': 'delete',
      }),
      'clusters:\n  core:\n    topics:\n      orders: # the shop\n        config: # why\n          # a week\n          retention.ms: 14d\n          # small\n          max.message.bytes: 1MiB # as agreed\n          cleanup.policy: delete\n',
    ],
    [
      'becomes null in the place of a map',
      'clusters:\n  core:\n    topics:\n      orders:\n        tags: # whose\n          team: shop\n        partitions: 6\n',
      set(`${orders}/tags`, null),
      'clusters:\n  core:\n    topics:\n      orders:\n        tags: null # whose\n        partitions: 6\n',
    ],
  ])('%s', (_, text, edit, expected) => {
    expect(edited(text, edit)).toBe(expected);
  });
});

describe('a key that is not there', () => {
  test.each<[string, string, SpecEdit, string]>([
    [
      'comes behind its siblings, with their indentation',
      'clusters:\n    core:\n        topics:\n            orders:\n                partitions: 6 # six\n        # the end\nmirrormaker: {}\n',
      set(`${orders}/replication`, 3),
      'clusters:\n    core:\n        topics:\n            orders:\n                partitions: 6 # six\n                replication: 3\n        # the end\nmirrormaker: {}\n',
    ],
    [
      'comes with the maps around it',
      'clusters:\n  core:\n    topics:\n      orders:\n        partitions: 6\n',
      set(`${orders}/config/retention.ms`, '7d'),
      'clusters:\n  core:\n    topics:\n      orders:\n        partitions: 6\n        config: { retention.ms: 7d }\n',
    ],
    [
      'is written as the same key elsewhere',
      'clusters:\n  core:\n    topics:\n      orders:\n        partitions: 6\n      users:\n        config:\n          retention.ms: 7d\n',
      set(`${orders}/config/retention.ms`, '7d'),
      'clusters:\n  core:\n    topics:\n      orders:\n        partitions: 6\n        config:\n          retention.ms: 7d\n      users:\n        config:\n          retention.ms: 7d\n',
    ],
    [
      'comes into brackets with their spaces',
      'clusters: {core: {topics: {orders: {partitions: 6}}}} # all\n',
      set(`${orders}/config`, { 'retention.ms': '7d' }),
      'clusters: {core: {topics: {orders: {partitions: 6, config: {retention.ms: 7d}}}}} # all\n',
    ],
    [
      'comes into empty brackets',
      'clusters:\n  core:\n    topics:\n      orders: {} # none\n      users: { partitions: 1 }\n',
      set(`${orders}/partitions`, 3),
      'clusters:\n  core:\n    topics:\n      orders: { partitions: 3 } # none\n      users: { partitions: 1 }\n',
    ],
    [
      'comes into its place where names are sorted',
      'clusters:\n  core:\n    topics:\n      a: { partitions: 1 }\n      # about p\n      p: { partitions: 1 }\n',
      set(orders, { partitions: 6 }),
      'clusters:\n  core:\n    topics:\n      a: { partitions: 1 }\n      orders: { partitions: 6 }\n      # about p\n      p: { partitions: 1 }\n',
    ],
    [
      'comes to the end where they are not',
      'clusters:\n  core:\n    topics:\n      p:\n        partitions: 1\n\n      a:\n        partitions: 1\n\nmirrormaker: {}\n',
      set(orders, { partitions: 6 }),
      'clusters:\n  core:\n    topics:\n      p:\n        partitions: 1\n\n      a:\n        partitions: 1\n\n      orders:\n        partitions: 6\n\nmirrormaker: {}\n',
    ],
    [
      'comes before the end of a document, and of a file without a last line break',
      'clusters:\n  core:\n    service: kafka-core',
      set('clusters/core/project', 'other'),
      'clusters:\n  core:\n    service: kafka-core\n    project: other',
    ],
    [
      'has a line of its own in brackets over lines',
      'clusters: {\n  "core": {\n    "service": "kafka-core" # why\n  }\n}\n',
      set('clusters/core/project', 'other'),
      'clusters: {\n  "core": {\n    "service": "kafka-core", # why\n    "project": other\n  }\n}\n',
    ],
    [
      'in place of null',
      'clusters:\n  core:\n    topics:\n      orders:\n        tags: null # none\n',
      set(`${orders}/tags/team`, 'shop'),
      'clusters:\n  core:\n    topics:\n      orders:\n        tags: { team: shop } # none\n',
    ],
  ])('%s', (_, text, edit, expected) => {
    expect(edited(text, edit)).toBe(expected);
  });
});

describe('what is taken out', () => {
  test.each<[string, string, SpecEdit, string]>([
    [
      'goes with its lines',
      'clusters:\n  core:\n    topics:\n      # the shop\n      orders: # why\n        partitions: 6\n\n      users: {}\n',
      remove(orders),
      'clusters:\n  core:\n    topics:\n      # the shop\n\n      users: {}\n',
    ],
    [
      'takes the section along that is empty then',
      'clusters:\n  core:\n    topics:\n      orders:\n        partitions: 6\n        config:\n          retention.ms: 7d\n',
      remove(`${orders}/config/retention.ms`),
      'clusters:\n  core:\n    topics:\n      orders:\n        partitions: 6\n',
    ],
    [
      'leaves a topic that says nothing else',
      'clusters:\n  core:\n    topics:\n      orders: # why\n        partitions: 6\n      users: {}\n',
      remove(`${orders}/partitions`),
      'clusters:\n  core:\n    topics:\n      orders: {} # why\n      users: {}\n',
    ],
    [
      'goes with its comma',
      'clusters: { core: { service: kafka-core, project: other, topics: {} } }\n',
      remove('clusters/core/project'),
      'clusters: { core: { service: kafka-core, topics: {} } }\n',
    ],
    [
      'goes with the comma before it',
      'clusters: { core: { service: kafka-core, project: other } }\n',
      remove('clusters/core/project'),
      'clusters: { core: { service: kafka-core } }\n',
    ],
    [
      'goes with its line in brackets over lines',
      'clusters: {\n  core: {\n    service: kafka-core, # one\n    project: other # two\n  }\n}\n',
      remove('clusters/core/project'),
      'clusters: {\n  core: {\n    service: kafka-core # one\n  }\n}\n',
    ],
  ])('%s', (_, text, edit, expected) => {
    expect(edited(text, edit)).toBe(expected);
  });
});

const acls = 'clusters/core/acls/kafka';

describe('a list', () => {
  const one = '- { principal: User:a, topic: x, allow: [Read] } # one\n';
  const two = '- { principal: User:b, topic: x, allow: [Read] }\n';
  const item = (principal: string) => ({ principal, topic: 'x', allow: ['Read'] });
  const list = (...items: readonly string[]) =>
    `clusters:\n  core:\n    acls:\n      kafka:\n${items.map((text) => `      ${text}`).join('')}`;
  test.each<[string, string, SpecEdit, string]>([
    ['gets an item', list(one), append(acls, item('User:b')), list(one, two)],
    ['loses an item', list(one, two), takeOut(acls, item('User:a')), list(two)],
    [
      'that is empty then goes, and what it was in',
      `${list(one)}    service: kafka-core\n`,
      takeOut(acls, item('User:a')),
      'clusters:\n  core:\n    service: kafka-core\n',
    ],
    [
      'is begun',
      'clusters:\n  core:\n    service: kafka-core\n',
      append(acls, item('User:a'), item('User:b')),
      'clusters:\n  core:\n    service: kafka-core\n    acls:\n      kafka:\n        - { principal: User:a, topic: x, allow: [Read] }\n        - { principal: User:b, topic: x, allow: [Read] }\n',
    ],
    [
      'of maps over lines gets one like them',
      'clusters:\n  core:\n    acls:\n      kafka:\n        - principal: User:a\n          topic: x\n          allow: [Read]\n',
      append(acls, item('User:b')),
      'clusters:\n  core:\n    acls:\n      kafka:\n        - principal: User:a\n          topic: x\n          allow: [Read]\n        - principal: User:b\n          topic: x\n          allow: [Read]\n',
    ],
    [
      'keeps what stays, and its comments',
      'mirrormaker:\n  mm2:\n    flows:\n      a -> b:\n        topics: [\n          a, # first\n          b,\n          c # last\n        ]\n',
      set('mirrormaker/mm2/flows/a -> b/topics', ['a', 'c', 'd']),
      'mirrormaker:\n  mm2:\n    flows:\n      a -> b:\n        topics: [\n          a, # first\n          c, # last\n          d\n        ]\n',
    ],
  ])('%s', (_, text, edit, expected) => {
    expect(edited(text, edit)).toBe(expected);
  });
});

describe('files and line breaks', () => {
  const write = (files: Readonly<Record<string, string>>, ...edits: readonly SpecEdit[]): EditResult =>
    editSpec({ files: new Map(Object.entries(files)), edits });

  test('a byte order mark, carriage returns, markers and empty lines stay', () => {
    const text = '\ufeff---\r\nclusters:\r\n  core:\r\n    topics:\r\n      orders: {} # why\r\n...\r\n\r\n';
    const result = write({ 'a.yaml': text }, set('clusters/core/topics/users', { partitions: 1 }));
    expect(result).toMatchObject({
      kind: 'edited',
      touched: [{ file: 'a.yaml', line: 6 }],
      files: new Map([['a.yaml', text.replace('why\r\n', 'why\r\n      users: { partitions: 1 }\r\n')]]),
    });
  });

  test('a new key goes to where its neighbours by name are; of a connection to where that is', () => {
    const base = 'clusters:\n  core:\n    service: kafka-core\n';
    const shop = 'clusters:\n  core:\n    topics:\n      shop.orders: {}\n';
    const bank = 'clusters:\n  core:\n    topics:\n      bank.rates: {}\n      bank.users: {}\n';
    const result = write(
      { 'bank.yaml': bank, 'base.yaml': base, 'shop.yaml': shop },
      set('clusters/core/topics/shop.users', {}),
      set('clusters/core/project', 'other'),
    );
    expect(result).toMatchObject({
      kind: 'edited',
      files: new Map([
        ['bank.yaml', bank],
        ['base.yaml', `${base}    project: other\n`],
        ['shop.yaml', `${shop}      shop.users: {}\n`],
      ]),
    });
  });

  test('a topic that two files say keeps what each of them says', () => {
    const one = 'clusters:\n  core:\n    topics:\n      orders:\n        partitions: 6\n';
    const two =
      'clusters:\n  core:\n    service: kafka-core\n    topics:\n      orders:\n        replication: 3\n';
    expect(
      write(
        { 'a.yaml': one, 'b.yaml': two },
        set(`${orders}/partitions`, 12),
        remove(`${orders}/replication`),
      ),
    ).toMatchObject({
      kind: 'edited',
      files: new Map([
        ['a.yaml', one.replace('6', '12')],
        ['b.yaml', 'clusters:\n  core:\n    service: kafka-core\n'],
      ]),
    });
  });

  test('an item of a list is taken out of the file that has it', () => {
    const aclFile = (...principals: readonly string[]) =>
      `clusters: { core: { acls: { kafka: [${principals.map((one) => `{ principal: ${one} }`).join(', ')}] } } }\n`;
    expect(
      write(
        { 'a.yaml': aclFile('User:a'), 'b.yaml': aclFile('User:b', 'User:c') },
        takeOut(acls, { principal: 'User:b' }),
        append(acls, { principal: 'User:d' }),
      ),
    ).toMatchObject({
      files: new Map([
        ['a.yaml', aclFile('User:a')],
        ['b.yaml', aclFile('User:c', 'User:d')],
      ]),
    });
  });
});

describe('what cannot be edited says why', () => {
  test.each<[string, string, SpecEdit, string]>([
    [
      'an anchor',
      'clusters: { core: &a { service: kafka-core } }\n',
      set('clusters/core/service', 'x'),
      'clusters/core/service: spec.yaml:4:19: YAML anchors are not used in specs',
    ],
    [
      'a key that is not there',
      'clusters: { core: { topics: { orders: { profile: small } } } }\n',
      remove(`${orders}/config/retention.ms`),
      `${orders}/config/retention.ms: the spec does not say ${orders.replaceAll('/', '.')}.config.retention.ms at that place`,
    ],
    [
      'an entry that a list does not have',
      'clusters: { core: { acls: { kafka: [] } } }\n',
      takeOut(acls, { principal: 'User:a' }),
      `${acls}: the list ${acls.replaceAll('/', '.')} has no such entry`,
    ],
    [
      'a key below text',
      'clusters: { core: text }\n',
      set('clusters/core/service', 'x'),
      'clusters/core/service: clusters.core is no map of keys and values',
    ],
    [
      'a key that no spec may have',
      'clusters: { core: { topics: { a: {} } } }\n',
      set('clusters/core/topics/__proto__', {}),
      'clusters/core/topics/__proto__: it could not be read any more: spec.yaml:4:38: "__proto__" is not a key',
    ],
  ])('%s', (_, text, edit, expected) => {
    expect(edited(text, edit)).toBe(expected);
  });
});
