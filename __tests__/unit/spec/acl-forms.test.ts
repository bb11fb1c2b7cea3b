import { describe, expect, test } from '@jest/globals';
import { planLog } from '../../../src/report/texts/log.ts';
import { planComment } from '../../../src/report/texts/plan-comment.ts';
import { planJson } from '../../../src/report/texts/plan-json.ts';
import { entriesOf, planOfAcls } from '../../support/acl-forms.ts';
import { kafkaAclId } from '../../support/build/resources.ts';
import { context } from '../../support/sample-plans.ts';
import { loadTexts } from '../../support/spec-files.ts';

/** Each way to say it once, and the same in lines of one principal, one resource and the operations. */
const sameRights: readonly { readonly what: string; readonly once: string; readonly lines: string }[] = [
  {
    what: 'a list of principals and of topics',
    once: `acls:
  kafka:
    - { principal: [User:svc-a, User:svc-b], topic: [orders, { prefix: edge. }], allow: [Read, Describe] }
`,
    lines: `acls:
  kafka:
    - { principal: User:svc-a, topic: orders, allow: [Read, Describe] }
    - { principal: User:svc-a, topic: edge., pattern: prefixed, allow: [Read, Describe] }
    - { principal: User:svc-b, topic: orders, allow: [Read, Describe] }
    - { principal: User:svc-b, topic: edge., pattern: prefixed, allow: [Read, Describe] }
`,
  },
  {
    what: 'lists of groups and of transactional ids, denied and from a host',
    once: `acls:
  kafka:
    - { principal: User:svc-a, group: [g, h], deny: [Read], host: 10.1.2.3 }
    - { principal: User:svc-a, transactional_id: [x, y], allow: [Write] }
`,
    lines: `acls:
  kafka:
    - { principal: User:svc-a, group: g, deny: [Read], host: 10.1.2.3 }
    - { principal: User:svc-a, group: h, deny: [Read], host: 10.1.2.3 }
    - { principal: User:svc-a, transactional_id: x, allow: [Write] }
    - { principal: User:svc-a, transactional_id: y, allow: [Write] }
`,
  },
  {
    what: 'produce: Write and Describe',
    once: 'acls: { kafka: [{ principal: User:svc-a, produce: [orders, { prefix: edge. }] }] }\n',
    lines: `acls:
  kafka:
    - { principal: User:svc-a, topic: orders, allow: [Write, Describe] }
    - { principal: User:svc-a, topic: edge., pattern: prefixed, allow: [Write, Describe] }
`,
  },
  {
    what: 'consume: Read and Describe on the topics, Read on the group',
    once: 'acls: { kafka: [{ principal: User:svc-a, consume: { topics: [orders, { prefix: edge. }], group: g } }] }\n',
    lines: `acls:
  kafka:
    - { principal: User:svc-a, topic: orders, allow: [Read, Describe] }
    - { principal: User:svc-a, topic: edge., pattern: prefixed, allow: [Read, Describe] }
    - { principal: User:svc-a, group: g, allow: [Read] }
`,
  },
  {
    what: 'transactional_id: Write and Describe',
    once: 'acls: { kafka: [{ principal: User:svc-a, transactional_id: [x, { prefix: y- }] }] }\n',
    lines: `acls:
  kafka:
    - { principal: User:svc-a, transactional_id: x, allow: [Write, Describe] }
    - { principal: User:svc-a, transactional_id: y-, pattern: prefixed, allow: [Write, Describe] }
`,
  },
  {
    what: 'everything of a service on one line, from one host',
    once: `acls:
  kafka:
    - { principal: User:svc-a, produce: [orders], consume: { topics: [edge], group: { prefix: g- } }, transactional_id: x, host: 10.1.2.3 }
`,
    lines: `acls:
  kafka:
    - { principal: User:svc-a, topic: orders, allow: [Write, Describe], host: 10.1.2.3 }
    - { principal: User:svc-a, topic: edge, allow: [Read, Describe], host: 10.1.2.3 }
    - { principal: User:svc-a, group: g-, pattern: prefixed, allow: [Read], host: 10.1.2.3 }
    - { principal: User:svc-a, transactional_id: x, allow: [Write, Describe], host: 10.1.2.3 }
`,
  },
  {
    what: 'at the topic, one principal and several',
    once: `topics:
  orders:
    produce: [User:svc-a, { principal: [User:svc-b, User:svc-c], transactional_id: x, host: 10.1.2.3 }]
    consume: [{ principal: [User:svc-d, User:svc-e], group: g }]
`,
    lines: `topics: { orders: {} }
acls:
  kafka:
    - { principal: User:svc-a, topic: orders, allow: [Write, Describe] }
    - { principal: User:svc-b, topic: orders, allow: [Write, Describe], host: 10.1.2.3 }
    - { principal: User:svc-c, topic: orders, allow: [Write, Describe], host: 10.1.2.3 }
    - { principal: User:svc-b, transactional_id: x, allow: [Write, Describe], host: 10.1.2.3 }
    - { principal: User:svc-c, transactional_id: x, allow: [Write, Describe], host: 10.1.2.3 }
    - { principal: User:svc-d, topic: orders, allow: [Read, Describe] }
    - { principal: User:svc-e, topic: orders, allow: [Read, Describe] }
    - { principal: User:svc-d, group: g, allow: [Read] }
    - { principal: User:svc-e, group: g, allow: [Read] }
`,
  },
  {
    what: "Aiven's own model: write, read, and both as two entries",
    once: `acls:
  aiven:
    - { username: [a, b], topic: [t, u.*], permission: readwrite }
    - { username: c, produce: [t], consume: { topics: [t, u.*] } }
topics:
  orders: { produce: [{ username: [d, e] }], consume: [{ username: f }] }
`,
    lines: `topics: { orders: {} }
acls:
  aiven:
    - { username: a, topic: t, permission: readwrite }
    - { username: a, topic: u.*, permission: readwrite }
    - { username: b, topic: t, permission: readwrite }
    - { username: b, topic: u.*, permission: readwrite }
    - { username: c, topic: t, permission: write }
    - { username: c, topic: t, permission: read }
    - { username: c, topic: u.*, permission: read }
    - { username: d, topic: orders, permission: write }
    - { username: e, topic: orders, permission: write }
    - { username: f, topic: orders, permission: read }
`,
  },
];

describe('said once is said in full', () => {
  test.each(sameRights)('$what', async ({ once, lines }) => {
    const entries = await entriesOf(once);
    expect(entries.length).toBeGreaterThan(1);
    expect(entries).toEqual(await entriesOf(lines));
  });
});

describe('what a form stands for is in the plan, with its name', () => {
  const core = `topics: { audit: { produce: [User:svc-b] } }
acls:
  kafka:
    - { principal: User:svc-a, produce: [orders], consume: { topics: [orders], group: billing }, transactional_id: x }
    - { principal: User:svc-a, topic: other, allow: [Read] }
  aiven:
    - { username: svc-c, produce: [orders] }
`;

  test('in the comment', async () => {
    const text = planComment({ plan: await planOfAcls(core), context });
    for (const sentence of [
      'may Read, Write, Describe on Topic `orders` (`consume`, `produce`)',
      'may Read on Group `billing` (`consume`)',
      'may Write, Describe on TransactionalId `x` (`transactional_id`)',
      'may Read on Topic `other` |',
      'may Write, Describe on Topic `audit` (`produce`)',
      '`write` on topic `orders` (`produce`)',
    ]) {
      expect(text).toContain(sentence);
    }
  });

  test('in the log', async () => {
    const text = planLog(await planOfAcls(core));
    expect(text).toMatch(/may Write, Describe on TransactionalId x +transactional_id$/m);
  });

  test('in plan.json, with the place of the very name', async () => {
    const plan = JSON.parse(planJson(await planOfAcls(core)));
    const provenances = plan.changes.map(
      (change: { readonly name: string; readonly provenance: object }) => change.provenance,
    );
    expect(provenances).toContainEqual({
      origin: 'declared',
      position: { file: 'kafka.yaml', line: 11, column: 75 },
      reason: null,
      form: 'consume',
    });
    expect(provenances).toContainEqual({
      origin: 'declared',
      position: { file: 'kafka.yaml', line: 8, column: 34 },
      reason: null,
      form: 'produce',
    });
  });
});

test('a form is compared with what exists operation by operation', async () => {
  const live = [
    kafkaAclId('core', { principal: 'User:svc-a' }),
    kafkaAclId('core', { principal: 'User:svc-a', operation: 'Alter' }),
    kafkaAclId('core', { principal: 'User:other', operation: 'Alter' }),
  ];
  const core = 'acls: { kafka: [{ principal: User:svc-a, consume: { topics: [orders], group: g } }] }\n';
  const { operations } = await planOfAcls(core, live);
  expect(operations.map(({ action, name }) => `${action} ${name}`)).toEqual([
    'delete User:svc-a may Alter Topic orders',
    'create User:svc-a may Describe Topic orders',
    'create User:svc-a may Read Group g',
  ]);
});

describe('lists multiply, and not without end', () => {
  const names = (count: number, before: string) => Array.from({ length: count }, (_, n) => `${before}${n}`);
  const spec = (principals: number, topics: number) =>
    JSON.stringify({
      version: 1,
      name: 'prod',
      project: 'acme',
      clusters: {
        core: {
          service: 'kafka-core',
          acls: { kafka: [{ principal: names(principals, 'User:svc-'), produce: names(topics, 't') }] },
        },
      },
    });

  test('a hundred services on four hundred topics are 80,000 entries', async () => {
    const loaded = await loadTexts({ 'kafka.yaml': spec(100, 400) });
    expect(loaded.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(loaded.ok && loaded.spec.clusters.get('core')?.kafkaAcls).toHaveLength(40_000);
  });

  test('more than the signs of a spec could say are refused, once, before they are made', async () => {
    const { findings } = await loadTexts({ 'kafka.yaml': spec(50_000, 50_000) });
    expect(findings.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'acl-too-many', position: { line: 1 } },
    ]);
  });
});

describe('twelve services on forty topics', () => {
  /** What each writes, what it reads, and whether it writes in transactions. Topics are named after who writes them. */
  const services: readonly {
    readonly name: string;
    readonly reads: readonly string[];
    readonly tx?: true;
  }[] = [
    { name: 'orders', reads: ['customers'], tx: true },
    { name: 'payments', reads: ['orders'], tx: true },
    { name: 'ledger', reads: ['payments'], tx: true },
    { name: 'shipping', reads: ['orders'] },
    { name: 'returns', reads: ['shipping'] },
    { name: 'stock', reads: ['shipping'] },
    { name: 'pricing', reads: ['stock'] },
    { name: 'search', reads: ['pricing'] },
    { name: 'mail', reads: ['shipping'] },
    { name: 'customers', reads: [] },
    { name: 'web', reads: [] },
    { name: 'partners', reads: [] },
  ];
  const topics = services.flatMap(({ name }, index) =>
    ['created', 'changed', 'removed', 'audited'].slice(0, index < 4 ? 4 : 3).map((what) => `${name}.${what}`),
  );
  const one = (name: string, resource: string, allow: string) =>
    `    - { principal: User:svc-${name}, ${resource}, allow: [${allow}] }\n`;
  const before = services.flatMap(({ name, reads, tx }) => [
    one(name, `topic: ${name}., pattern: prefixed`, 'Write, Describe'),
    ...reads.flatMap((from) => [
      one(name, `topic: ${from}., pattern: prefixed`, 'Read, Describe'),
      one(name, `group: svc-${name}`, 'Read'),
    ]),
    ...(tx ? [one(name, `transactional_id: svc-${name}-, pattern: prefixed`, 'Write, Describe')] : []),
  ]);
  const after = services.map(({ name, reads, tx }) => {
    const [from] = reads;
    const consume = from ? `, consume: { topics: [{ prefix: ${from}. }], group: svc-${name} }` : '';
    const id = tx ? `, transactional_id: { prefix: svc-${name}- }` : '';
    return `    - { principal: User:svc-${name}, produce: [{ prefix: ${name}. }]${consume}${id} }\n`;
  });

  test('were 33 lines, and are 12 with the same entries', async () => {
    expect([services.length, topics.length, before.length, after.length]).toEqual([12, 40, 33, 12]);
    const acls = (lines: readonly string[]) => `acls:\n  kafka:\n${lines.join('')}`;
    const entries = await entriesOf(acls(after));
    expect(entries).toEqual(await entriesOf(acls(before)));
    expect(entries).toHaveLength(57);
  });
});
