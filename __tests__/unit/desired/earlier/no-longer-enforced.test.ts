import { expect, test } from '@jest/globals';
import * as claims from '../../../../src/desired/earlier/claims.ts';
import { noLongerEnforced } from '../../../../src/desired/earlier/no-longer-enforced.ts';
import { leaveOut } from '../../../../src/spec/leave-out.ts';
import type { Spec } from '../../../../src/spec/spec.ts';
import { loadTexts } from '../../../support/spec-files.ts';

const text = `version: 1
name: prod
project: acme
clusters:
  core:
    service: kafka-core
    manage:
      topics:
        scope: ['orders.*', 'pay.*']
        exclude: ['pay.other']
        prune: scope
        unlisted_config: reset
    topics: { orders.paid: { partitions: 1, replication: 2 }, orders.sent: { partitions: 1, replication: 2 } }
  dc1:
    bootstrap_servers: ['kafka-1.corp.example:9093']
    security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    cluster_id: abcDEF123
    mirror: { sasl_plain_username: mm2, sasl_plain_password: { secret: MM2 } }
    admin: { sasl_plain_username: admin, sasl_plain_password: { secret: ADMIN } }
    manage:
      acls: { principals: ['User:svc-*', 'User:mm2'] }
mirrormaker:
  mm2:
    settings: { emit_checkpoints_enabled: true, sync_topic_configs_enabled: false, groups: [a, b], offset_lag_max: 7 }
    flows:
      dc1 -> core:
        topics: ['edge\\\\..*']
        access: manage
        expect_topics: { at_least: 3, at_most: 9 }
`;

type Edit = readonly [from: string, to: string];

async function specWith(...edits: readonly Edit[]): Promise<Spec> {
  const edited = edits.reduce((now, [from, to]) => {
    if (!now.includes(from)) throw new Error(`the spec has no ${from}`);
    return now.replace(from, to);
  }, text);
  const result = await loadTexts({ 'kafka.yaml': edited });
  if (!result.ok) throw new Error(JSON.stringify(result.findings));
  return result.spec;
}

async function told(before: readonly Edit[], now: readonly Edit[], keysNow = new Map<string, string>()) {
  return noLongerEnforced({ before: await specWith(...before), now: await specWith(...now), keysNow });
}

const manageTopics = text.slice(text.indexOf('    manage:\n      topics:'), text.indexOf('    topics: {'));
const manageAcls = text.slice(text.indexOf('    manage:\n      acls'), text.indexOf('mirrormaker:'));

/** By table and key of each claim: the change that ends it, and the line and the beginning of what is said. */
const ends: Readonly<
  Record<
    string,
    {
      /** Of both specs, where the change needs it to be valid. */
      readonly both?: Edit;
      readonly change: Edit;
      readonly line: number;
      readonly says: string;
    }
  >
> = {
  'topicOwnership.scope': {
    change: ["scope: ['orders.*', 'pay.*']", "scope: ['orders.*']"],
    line: 5,
    says: 'core: topics named pay.* no longer belong to the spec',
  },
  'topicOwnership.exclude': {
    change: ["exclude: ['pay.other']", "exclude: ['pay.other', 'orders.x']"],
    line: 5,
    says: 'core: topics named orders.x are now excluded',
  },
  'topicOwnership.prune': {
    change: ['        prune: scope\n', ''],
    line: 5,
    says: 'core: topics in scope that the spec does not list are no longer deleted',
  },
  'aclOwnership.principals': {
    change: [", 'User:mm2']", ']'],
    line: 14,
    says: 'dc1: the ACLs of User:mm2 no longer belong to the spec',
  },
  'cluster.clusterId': {
    change: ['    cluster_id: abcDEF123\n', ''],
    line: 14,
    says: 'dc1: a run no longer stops if the brokers report another cluster id than abcDEF123',
  },
  'cluster.admin': {
    both: [manageAcls, ''],
    change: ['    admin: { sasl_plain_username: admin, sasl_plain_password: { secret: ADMIN } }\n', ''],
    line: 14,
    says: 'dc1: this action no longer logs in there (admin)',
  },
  'topic.unlistedConfig': {
    change: ['        unlisted_config: reset\n', ''],
    line: 12,
    says: 'topics orders.paid, orders.sent on core: configs that the spec does not list are no longer reset, only reported',
  },
  'flow.access': {
    change: ['access: manage', 'access: off'],
    line: 27,
    says: 'flow dc1 -> core of mm2: the topics and ACLs that it needs on external clusters are no longer managed, and not checked either',
  },
  'flow.expectTopics': {
    change: ['        expect_topics: { at_least: 3, at_most: 9 }\n', ''],
    line: 27,
    says: 'flow dc1 -> core of mm2: a run no longer stops if its source has fewer than 3 or more than 9 topics',
  },
  'settings.emit_checkpoints_enabled': {
    change: ['emit_checkpoints_enabled: true, ', ''],
    line: 24,
    says: 'mm2: the live service is no longer compared with emit_checkpoints_enabled true',
  },
  'settings.others': {
    change: [', groups: [a, b], offset_lag_max: 7', ''],
    line: 24,
    says: 'mm2: the live service is no longer compared with offset_lag_max: 7, groups: [a, b]',
  },
  'settings.sync_topic_configs_enabled': {
    change: [', sync_topic_configs_enabled: false', ''],
    line: 24,
    says: 'mm2: the live service is no longer compared with sync_topic_configs_enabled false',
  },
};

test('every claim of the tables is tried', () => {
  const tables = {
    cluster: claims.clusterClaims,
    topicOwnership: claims.manageClaims.topics,
    aclOwnership: claims.manageClaims.acls,
    topic: claims.topicClaims,
    flow: claims.flowClaims,
    service: claims.serviceClaims,
    settings: claims.settingsClaims,
  };
  const all = Object.entries(tables).flatMap(([name, table]) =>
    Object.entries(table)
      .filter(([, claim]) => typeof claim === 'function')
      .map(([key]) => `${name}.${key}`),
  );
  expect(Object.keys(ends).sort()).toEqual(all.sort());
});

test.each(Object.entries(ends))(
  '%s: that it ends is said at its cluster, flow or service',
  async (_, end) => {
    const { both, change, line, says } = end;
    const always = both === undefined ? [] : [both];
    const [found, ...more] = await told(always, [...always, change]);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ code: 'no-longer-enforced', severity: 'warning', loosens: true });
    expect(found?.message).toContain(says);
    expect(found?.position).toMatchObject({ file: 'kafka.yaml', line });
  },
);

test.each(Object.entries(ends))('%s: that it begins is nothing, nor that it stays', async (_, end) => {
  const { both, change } = end;
  const always = both === undefined ? [] : [both];
  expect(await told([...always, change], always)).toEqual([]);
  expect(await told([...always, change], [...always, change])).toEqual([]);
});

test('without manage, what it said of topics and of ACLs is told once each, and the configs that were reset', async () => {
  const found = await told(
    [],
    [
      [manageTopics, ''],
      [manageAcls, ''],
    ],
  );
  expect(found.map(({ message }) => message.slice(0, 51))).toEqual([
    'core: topics named orders.*, pay.* no longer belong',
    'topics orders.paid, orders.sent on core: configs th',
    'dc1: the ACLs of User:svc-*, User:mm2 no longer bel',
  ]);
});

test.each<[string, Edit]>([
  ['a scope that covers the former patterns', ["['orders.*', 'pay.*']", "['o*', 'pay.*']"]],
  ['principals that cover the former ones', ["['User:svc-*', 'User:mm2']", "['User:s*', 'User:mm2']"]],
  ['fewer exceptions', ["        exclude: ['pay.other']\n", '']],
  ['access: manage left out, which is its default', ['        access: manage\n', '']],
  ['another number of topics', ['at_least: 3', 'at_least: 2']],
])('%s: nothing is loosened', async (_, change) => {
  expect(await told([], [change])).toEqual([]);
});

test('what a `?` stood for is not covered by it', async () => {
  const [found] = await told([["'pay.*'", "'pay*'"]], [["'pay.*'", "'pay?'"]]);
  expect(found?.message).toContain('topics named pay* no longer belong');
});

test('a step down is told from any step', async () => {
  const checked = await told([['access: manage', 'access: check']], [['access: manage', 'access: off']]);
  expect(checked.map(({ message }) => message)).toEqual([
    'flow dc1 -> core of mm2: the topics and ACLs that it needs on external clusters are no longer checked',
  ]);
  const kept = await told(
    [['unlisted_config: reset', 'unlisted_config: report']],
    [['unlisted_config: reset', 'unlisted_config: keep']],
  );
  expect(kept.map(({ message }) => message)).toEqual([
    'topics orders.paid, orders.sent on core: configs that the spec does not list are no longer reported',
  ]);
});

test('access of a flow between Aiven services has no effect, so its end is nothing', async () => {
  const dc1 = text.slice(text.indexOf('  dc1:'), text.indexOf('mirrormaker:'));
  const aiven: Edit = [dc1, '  dc1: { service: kafka-dc1 }\n'];
  expect(await told([aiven], [aiven, ['access: manage', 'access: off']])).toEqual([]);
});

test('what goes with a cluster, its flows and their service is told where the spec begins', async () => {
  const dc1 = text.slice(text.indexOf('  dc1:'), text.indexOf('mirrormaker:'));
  const services = text.slice(text.indexOf('mirrormaker:'));
  const found = await told(
    [],
    [
      [dc1, ''],
      [services, ''],
    ],
  );
  expect(found.map(({ message }) => message)).toEqual([
    'dc1: the ACLs of User:svc-*, User:mm2 no longer belong to the spec: those that it does not list are no longer revoked or reported as drift',
    'dc1: a run no longer stops if the brokers report another cluster id than abcDEF123',
    'dc1: this action no longer logs in there (admin), so topics and ACLs are neither read nor managed',
    'mm2: the live service is no longer compared with offset_lag_max: 7, groups: [a, b]',
    'mm2: the live service is no longer compared with emit_checkpoints_enabled true',
    'mm2: the live service is no longer compared with sync_topic_configs_enabled false',
    'flow dc1 -> core of mm2: the topics and ACLs that it needs on external clusters are no longer managed, and not checked either',
    'flow dc1 -> core of mm2: a run no longer stops if its source has fewer than 3 or more than 9 topics for it',
  ]);
  for (const { position } of found) expect(position).toEqual({ file: 'kafka.yaml', line: 1, column: 1 });
});

const other = '      core -> dc1: { topics: [x] }\n';
const whole = text.slice(text.indexOf('      dc1 -> core:'));

test.each<{ readonly what: string; readonly before?: readonly Edit[]; readonly now: readonly Edit[] }>([
  { what: 'loses it', now: [[whole, other]] },
  {
    what: 'names it in another service, with less',
    now: [[whole, `${other}  mm3:\n    flows:\n      dc1 -> core: { topics: [x], access: off }\n`]],
  },
])('what was asked of a flow is told when its service $what', async ({ before = [], now }) => {
  const found = await told(before, now);
  expect(found.map(({ message }) => message.replace(/ of mm\d/, ''))).toEqual([
    expect.stringContaining('flow dc1 -> core: the topics and ACLs that it needs'),
    expect.stringContaining('flow dc1 -> core: a run no longer stops'),
  ]);
});

test.each<[string, string]>([
  ['is removed', `${other}    removed: { flows: { 'dc1 -> core': { reason: done } } }\n`],
  ['moves to another service as it is', `${other}  mm3:\n    flows:\n${whole}`],
])('nothing is told of a flow that %s', async (_, now) => {
  expect(await told([], [[whole, now]])).toEqual([]);
});

test('a cluster that only got another key is the same cluster', async () => {
  const renamed: readonly Edit[] = [
    ['  dc1:\n', '  dc2:\n'],
    ['dc1 -> core', 'dc2 -> core'],
  ];
  expect(await told([], renamed, new Map([['dc1', 'dc2']]))).toEqual([]);
});

test('a key that stands for another service now leaves what the former service had', async () => {
  const found = await told([], [['kafka-core', 'kafka-other']], new Map([['core', 'acme/kafka-core']]));
  expect(found).toMatchObject([
    { message: expect.stringContaining('acme/kafka-core: topics named orders.*, pay.* no longer belong') },
  ]);
});

test('a cluster that the run leaves out is not looked at', async () => {
  const left = leaveOut(await specWith([manageAcls, ''], ['access: manage', 'access: off']), ['dc1']);
  if (!left.ok) throw new Error(left.problems.join());
  expect(noLongerEnforced({ before: await specWith(), now: left.spec, keysNow: new Map() })).toEqual([]);
});
