import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import { clustersWithDoubtfulGroups } from '../../../src/desired/preflight/held-globs.ts';
import { withoutSettled } from '../../../src/desired/preflight/languages.ts';
import { preflightFlows } from '../../../src/desired/preflight/preflight.ts';
import { loadSpec } from '../../../src/lint/load-spec.ts';
import type { LiveCluster } from '../../../src/model/live.ts';
import { formatPosition } from '../../../src/model/position.ts';
import { known, type Reading, unknown } from '../../../src/model/reading.ts';
import type { Spec } from '../../../src/spec/spec.ts';
import { liveCluster, liveWorld } from '../../support/build/live.ts';

interface Parts {
  readonly groups?: string;
  /** Lines of `acls.aiven` of core. */
  readonly aiven?: string;
  /** Lines of `acls.kafka` of onprem. */
  readonly kafka?: string;
  readonly principals?: string;
}

async function loaded({ groups = '', aiven = '', kafka = '', principals = "'User:a'" }: Parts) {
  const text = `version: 1
name: prod
project: acme
clusters:
  core:
    service: kafka-core
    manage: { acls: { principals: [${principals}] } }
    acls: { aiven: [${aiven}] }
  onprem:
    bootstrap_servers: [kafka-1.corp.example:9093]
    security_protocol: PLAINTEXT
    mirror: {}
    admin: {}
    acls: { kafka: [${kafka}] }
mirrormaker:
  mm2:
    flows:
      onprem -> core:
        topics: [orders]
        enabled: true
        sync_group_offsets_enabled: true
        groups: [${groups}]
`;
  const result = await loadSpec({
    files: new Map([['spec.yaml', new TextEncoder().encode(text)]]),
    readReference: async () => ({ ok: false, problem: 'is not there' }),
    secret: () => undefined,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.findings));
  return result;
}

interface There {
  readonly core?: Partial<LiveCluster>;
  readonly onprem?: Partial<LiveCluster>;
}

/** What a plan says of the languages of patterns, with where it says so. */
async function found(parts: Parts, { core = {}, onprem = {} }: There = {}): Promise<readonly string[]> {
  const { spec, findings } = await loaded(parts);
  const live = liveWorld({
    clusters: new Map([
      ['core', liveCluster('core', [], core)],
      ['onprem', liveCluster('onprem', [], onprem)],
    ]),
  });
  const { desired } = desiredState(spec);
  const preflight = preflightFlows({ spec, desired, live, logins: new Map() }).findings;
  return [...withoutSettled(findings, preflight), ...preflight]
    .filter(({ code }) => code.includes('-is-'))
    .map(({ severity, message, hint, position }) => {
      const place = position === undefined ? 'nowhere' : formatPosition(position);
      return `${place} ${severity}: ${message} | ${hint}`;
    });
}

const groups = (...names: readonly string[]): There => ({ onprem: { consumerGroups: known(names) } });
const closed: Reading<readonly string[]> = unknown('denied', 'not for this login');

describe('groups of a flow', () => {
  test.each<[string, string, There, readonly string[]]>([
    [
      'match nothing that is there, and the expression would',
      "edge-a, 'edge-.*'",
      groups('edge-a', 'edge-b', 'app'),
      [
        "spec.yaml:22:26 error: edge-.* matches no consumer group of onprem; as a regular expression it would match edge-a, edge-b | Write 'edge-*': a glob is read here.",
      ],
    ],
    [
      'stand for all',
      "'.*'",
      groups('app'),
      [
        "spec.yaml:22:18 error: .* matches no consumer group of onprem; as a regular expression it would match app | Write '*': a glob is read here.",
      ],
    ],
    [
      'have no short glob, so the names are told',
      "'(a|b)-x'",
      groups('a-x', 'b-x', 'c-x'),
      [
        'spec.yaml:22:18 error: (a|b)-x matches no consumer group of onprem; as a regular expression it would match a-x, b-x | Write the names, or what they have in common with * and ?: a-x, b-x. A glob is read here.',
      ],
    ],
    [
      'may be meant, match nothing, and the expression would',
      'edge.*',
      groups('edge-a'),
      [
        "spec.yaml:22:18 warning: edge.* matches no consumer group of onprem; as a regular expression it would match edge-a | Write 'edge*': a glob is read here.",
      ],
    ],
    ['may be meant, and match', 'edge.*', groups('edge.a', 'edge-a'), []],
    ['are a glob', 'edge-*', groups('app'), []],
    [
      'match a name that begins so',
      "'.*'",
      groups('.app', 'other'),
      [
        "spec.yaml:22:18 warning: .* stands where a glob is read, and looks like a regular expression | Write '*' instead.",
      ],
    ],
    [
      'of a cluster that does not tell all its groups',
      "'.*'",
      { onprem: { consumerGroups: closed } },
      [
        "spec.yaml:22:18 warning: .* stands where a glob is read, and looks like a regular expression | Write '*' instead.",
      ],
    ],
    [
      'where neither matches',
      "'edge-.*'",
      groups('app'),
      [
        "spec.yaml:22:18 warning: edge-.* stands where a glob is read, and looks like a regular expression | Write 'edge-*' instead.",
      ],
    ],
  ])('%s', async (_, written, there, expected) => {
    expect(await found({ groups: written }, there)).toEqual(expected);
  });

  test.each<[string, Parts, readonly string[]]>([
    ['plain names and globs ask for nothing', { groups: "app, 'edge-*', 'a?'" }, []],
    ['a text that may be an expression', { groups: 'edge.*' }, ['onprem']],
    ['one that surely is', { groups: "'^app$'" }, ['onprem']],
    [
      'the group of an ACL',
      { kafka: "{ principal: 'User:a', group: 'edge-.+', allow: [Read] }" },
      ['onprem'],
    ],
  ])('%s', async (_, parts, expected) => {
    const { spec }: { readonly spec: Spec } = await loaded(parts);
    expect([...clustersWithDoubtfulGroups(spec)]).toEqual(expected);
  });
});

describe('the group of a Kafka ACL', () => {
  const line = (group: string, more = '') => ({
    kafka: `{ principal: 'User:a', group: '${group}', allow: [Read]${more} }`,
  });
  test.each<[string, Parts, There, readonly string[]]>([
    [
      'is an expression',
      line('edge-.+'),
      groups('edge-a'),
      [
        'spec.yaml:14:51 error: edge-.+ matches no consumer group of onprem; as a regular expression it would match edge-a | Write group: edge- and pattern: prefixed.',
      ],
    ],
    [
      'is the prefix of one',
      line('(edge|app)-', ', pattern: prefixed'),
      { onprem: { consumerGroups: known(['edge-']) } },
      [
        'spec.yaml:14:51 error: (edge|app)- matches no consumer group of onprem; as a regular expression it would match edge- | Write the name, or * alone with pattern: literal.',
      ],
    ],
    [
      'is there',
      line('edge[1]'),
      groups('edge[1]', 'edge1'),
      [
        'spec.yaml:14:51 warning: edge[1] stands where Kafka reads a name, and looks like a regular expression | Write the name, or * alone with pattern: literal.',
      ],
    ],
    ['is a plain name', line('edge'), groups('edge-a'), []],
  ])('%s', async (_, parts, there, expected) => {
    expect(await found(parts, there)).toEqual(expected);
  });
});

describe('the user of an Aiven ACL', () => {
  const line = (username: string) => ({
    aiven: `{ username: '${username}', topic: 'orders*', permission: read }`,
  });
  const users = (...names: readonly string[]): There => ({ core: { serviceUsers: known(names) } });
  test.each<[string, string, There, readonly string[]]>([
    [
      'is an expression',
      'svc-.*',
      users('avnadmin', 'svc-a'),
      [
        "spec.yaml:8:33 error: svc-.* matches no user of core; as a regular expression it would match svc-a | Write 'svc-*': a glob is read here.",
      ],
    ],
    [
      'may be meant',
      'svc.*',
      users('avnadmin', 'svc-a'),
      [
        "spec.yaml:8:33 warning: svc.* matches no user of core; as a regular expression it would match svc-a | Write 'svc*': a glob is read here.",
      ],
    ],
    ['is there', 'svc.*', users('svc.a', 'svc-a'), []],
    [
      'could not be looked up',
      'svc-.*',
      { core: { serviceUsers: closed } },
      [
        "spec.yaml:8:33 warning: svc-.* stands where a glob is read, and looks like a regular expression | Write 'svc-*' instead.",
      ],
    ],
  ])('%s', async (_, username, there, expected) => {
    expect(await found(line(username), there)).toEqual(expected);
  });

  test('of a topic points at the topic', async () => {
    const parts = { aiven: "{ username: svc, topic: 'edge-.*', permission: read }" };
    expect(await found(parts, { core: { topicNames: known(['edge-1']) } })).toEqual([
      "spec.yaml:8:45 error: edge-.* matches no topic of core; as a regular expression it would match edge-1 | Write 'edge-*': a glob is read here.",
    ]);
  });
});

describe('principals that the spec owns', () => {
  test('are held against ACLs of both kinds and against users', async () => {
    const principals = "'User:svc-.*'";
    const expected = [
      "spec.yaml:7:36 error: User:svc-.* matches no principal of core; as a regular expression it would match User:svc-a | Write 'User:svc-*': a glob is read here.",
    ];
    expect(await found({ principals }, { core: { serviceUsers: known(['svc-a']) } })).toEqual(expected);
    const id = {
      kind: 'aiven-acl',
      cluster: 'core',
      username: 'svc-a',
      topic: '*',
      permission: 'read',
    } as const;
    expect(await found({ principals }, { core: { aivenAcls: known([{ id, aclId: 'acl1' }]) } })).toEqual(
      expected,
    );
    const partly = { aivenAcls: known([{ id, aclId: 'acl1' }]), kafkaAcls: unknown('denied', 'no') };
    expect(await found({ principals }, { core: partly })).toEqual([
      "spec.yaml:7:36 warning: User:svc-.* stands where a glob is read, and looks like a regular expression | Write 'User:svc-*' instead.",
    ]);
  });
});
