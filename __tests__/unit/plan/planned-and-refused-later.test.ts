import { describe, expect, test } from '@jest/globals';
import { observedTopics } from '../../../src/desired/derived/view.ts';
import { desiredState } from '../../../src/desired/desired.ts';
import { preflightFlows } from '../../../src/desired/preflight/preflight.ts';
import type { Live } from '../../../src/model/live.ts';
import { known } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Spec } from '../../../src/spec/spec.ts';
import { inherited, liveCluster, liveTopic, liveWorld } from '../../support/build/live.ts';
import { at } from '../../support/build/places.ts';
import { kafkaAclId } from '../../support/build/resources.ts';
import {
  aivenCluster,
  externalCluster,
  flowSpec,
  mirrorMaker,
  specOf,
  topicSpec,
  topicSpecs,
} from '../../support/build/spec.ts';

/** What would go wrong after the merge is said before it. */
function told(spec: Spec, clusters: Live['clusters']) {
  const live = liveWorld({ clusters });
  const { desired, findings } = desiredState(spec, observedTopics(live, new Map()));
  const preflight = preflightFlows({ spec, desired, live, logins: new Map() });
  return buildPlan({ desired, live, flows: preflight.flows, findings: [...findings, ...preflight.findings] });
}

describe('a new topic whose values do not go with the defaults of the cluster', () => {
  const tiered = (local: string) =>
    topicSpec('a', {
      replication: 3,
      config: new Map([
        ['remote.storage.enable', 'true'],
        ['local.retention.ms', local],
      ]),
    });
  const spec = (local: string) => specOf([aivenCluster('core', { topics: topicSpecs(tiered(local)) })]);
  const cluster = (others: Parameters<typeof liveTopic>[2][]) =>
    new Map([
      [
        'core',
        liveCluster(
          'core',
          others.map((one, index) => liveTopic('core', `other-${index}`, one)),
        ),
      ],
    ]);
  const week = { config: new Map([['retention.ms', { ...inherited('604800000'), inherited: '604800000' }]]) };
  const own = {
    config: new Map([['retention.ms', { value: '1', overridden: true, inherited: '604800000' }]]),
  };
  const codes = (plan: ReturnType<typeof told>) =>
    plan.findings.flatMap(({ code, message }) => (code === 'local-retention' ? [message] : []));

  test.each([
    ['that has it', week],
    ['that has one of its own over it', own],
  ])('as another topic %s shows', (_, other) => {
    expect(codes(told(spec('1209600000'), cluster([other])))).toEqual([
      expect.stringMatching(
        /local\.retention\.ms \(1209600000\) is more than .*with the defaults of the cluster/,
      ),
    ]);
  });

  test('not where they go together, and not where nobody knows the default', () => {
    expect(codes(told(spec('3600000'), cluster([week])))).toEqual([]);
    expect(codes(told(spec('1209600000'), cluster([])))).toEqual([]);
  });
});

describe('topics that MirrorMaker 2 makes itself, with three replicas', () => {
  const run = (
    source: number,
    target: number,
    there: readonly string[] = [],
    createTopics: 'none' | 'internal' = 'none',
  ) => {
    const [onprem, dc2] = [
      externalCluster('onprem'),
      externalCluster('dc2', { bootstrapServers: ['x:9093'] }),
    ];
    const spec = specOf(
      [onprem, dc2],
      [mirrorMaker([flowSpec('onprem', 'dc2', { createTopics, settings: { topics: ['a'] } })])],
    );
    const cluster = (key: string, brokers: number, names: readonly string[]) =>
      [
        key,
        liveCluster(
          key,
          names.map((name) => liveTopic(key, name)),
          { brokers: known(brokers) },
        ),
      ] as const;
    const plan = told(
      spec,
      new Map([cluster('onprem', source, ['a', ...there]), cluster('dc2', target, [])]),
    );
    return plan.findings.flatMap(({ code, message }) =>
      code === 'replication-above-brokers' && message.includes('create_topics') ? [message] : [],
    );
  };

  test.each([
    [1, 3, ['onprem has 1 broker']],
    [3, 2, ['dc2 has 2 brokers']],
    [1, 1, ['dc2 has 1 broker', 'onprem has 1 broker']],
    [3, 3, []],
  ] as const)('from %i brokers to %i', (source, target, says) => {
    expect(run(source, target)).toEqual(says.map((words) => expect.stringContaining(words)));
  });

  test('not those that are there, and not with topics created ahead', () => {
    expect(run(1, 3, ['mm2-offset-syncs.dc2.internal'])).toEqual([]);
    expect(run(1, 3, [], 'internal')).toEqual([]);
  });
});

describe('expect_topics counts what is left once the plan is applied', () => {
  const run = (changes: Parameters<typeof aivenCluster>[1]) => {
    const flow = flowSpec('west', 'core', {
      settings: { topics: ['t.*'] },
      expectTopics: { atLeast: 3, position: at(8) },
    });
    const spec = specOf([aivenCluster('west', changes), aivenCluster('core')], [mirrorMaker([flow])]);
    const there = ['ta', 'tb', 'tc'].map((name) => liveTopic('west', name));
    const plan = told(
      spec,
      new Map([
        ['west', liveCluster('west', there)],
        ['core', liveCluster('core')],
      ]),
    );
    return plan.findings.flatMap(({ code, message }) => (code.startsWith('expect-topics') ? [message] : []));
  };
  const scope = [{ pattern: 't*', position: at(3), matches: () => true }];
  const pruned = {
    topics: { position: at(3), scope, exclude: [], prune: 'scope', unlistedConfig: 'report' },
  } as const;
  const two = topicSpecs(topicSpec('ta'), topicSpec('tb'));

  test.each([
    ['removed', { removedTopics: new Map([['tc', { position: at(9) }]]) }],
    ['out of a pruned scope', { manage: pruned, topics: two }],
  ])('without one that is %s', (_, changes) => {
    expect(run(changes)).toEqual([expect.stringContaining('2 topics of west match')]);
  });

  test('with all of them otherwise', () => {
    expect(run({})).toEqual([]);
  });
});

describe('rights of the login with which this action works', () => {
  const ofAdmin = {
    principal: 'User:admin',
    resourceType: 'Cluster',
    resourceName: 'kafka-cluster',
  } as const;
  const run = (
    pattern: string,
    listed: readonly ('Alter' | 'Describe')[] = [],
    parts: { readonly host?: string } = {},
  ) => {
    const right = (operation: 'Alter' | 'Describe') =>
      kafkaAclId('onprem', { ...ofAdmin, operation, ...parts });
    const entry = {
      principal: 'User:admin',
      host: '*',
      resourceType: 'Cluster',
      resourceName: 'kafka-cluster',
      patternType: 'LITERAL',
      permission: 'ALLOW',
      operations: listed,
      position: at(9),
      namePosition: at(9),
    } as const;
    const onprem = externalCluster('onprem', {
      manage: { acls: { position: at(6), principals: [{ pattern, position: at(7) }] } },
      kafkaAcls: listed.length === 0 ? [] : [entry],
    });
    const there = (['Alter', 'Describe'] as const).map((operation) => ({ id: right(operation) }));
    const plan = told(
      specOf([onprem]),
      new Map([['onprem', liveCluster('onprem', [], { kafkaAcls: known(there) })]]),
    );
    return plan.findings
      .filter(({ code }) => code === 'own-rights-lost')
      .map(({ message, position }) => [message, position]);
  };

  test('that the plan would take away are an error', () => {
    expect(run('User:*adm*')).toEqual([
      [expect.stringContaining('manages onprem: "User:admin may Alter'), at(7)],
    ]);
    expect(run('User:admin', ['Describe'])).toHaveLength(1);
  });

  test.each([
    ['for one host', { host: '10.0.0.1' }],
    ['that a denial takes away already', { permission: 'DENY' }],
  ] as const)('are none of the plan where they are entries %s, and stay', (_, parts) => {
    const entries = [
      kafkaAclId('onprem', { ...ofAdmin, operation: 'Alter', ...parts }),
      ...('host' in parts ? [] : [kafkaAclId('onprem', { ...ofAdmin, operation: 'Alter' })]),
    ];
    const live = liveCluster('onprem', [], { kafkaAcls: known(entries.map((id) => ({ id }))) });
    const plan = told(specOf([externalCluster('onprem')]), new Map([['onprem', live]]));
    expect(plan.findings.filter(({ code }) => code === 'own-rights-lost')).toEqual([]);
  });

  test('for one host are an error where the plan deletes them', () => {
    expect(run('User:admin', [], { host: '10.0.0.1' })).toHaveLength(1);
  });

  test('that are listed or not owned are none', () => {
    expect(run('User:*adm*', ['Alter', 'Describe'])).toEqual([]);
    expect(run('User:svc-*')).toEqual([]);
  });
});
