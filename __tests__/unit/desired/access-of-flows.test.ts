import { describe, expect, test } from '@jest/globals';
import { accessOfFlows, type ClusterAccess } from '../../../src/desired/derived/access-of-flows.ts';
import { desiredState } from '../../../src/desired/desired.ts';
import type { FlowSpec, Spec } from '../../../src/spec/spec.ts';
import {
  aivenCluster,
  externalCluster,
  flowSpec,
  mirrorMaker,
  specOf,
  withoutAdmin,
} from '../../support/build/spec.ts';

const topics = ['edge\\.readings', 'edge\\.alerts\\..*'];

function specWith(flow: FlowSpec, onprem = externalCluster('onprem')): Spec {
  return specOf([aivenCluster('core'), onprem], [mirrorMaker([flow])]);
}

function only(spec: Spec): ClusterAccess {
  const [access, ...more] = accessOfFlows(spec);
  if (access === undefined || more.length > 0) throw new Error('not exactly one external cluster');
  return access;
}

function rightsOf({ rights }: ClusterAccess): readonly string[] {
  return rights
    .map(({ entry }) => `${entry.patternType} ${entry.resourceType} ${entry.resourceName} ${entry.operation}`)
    .sort();
}

describe('it is what a plan would set up', () => {
  const flows = {
    'a source': flowSpec('onprem', 'core', {
      settings: { topics },
      groups: [{ pattern: 'edge-*', position: { file: 'f', line: 1, column: 1 } }],
    }),
    'a target': flowSpec('core', 'onprem', { settings: { topics } }),
    'nothing created ahead': flowSpec('onprem', 'core', { settings: { topics }, createTopics: 'none' }),
    'exactly once': flowSpec('core', 'onprem', { settings: { topics, exactly_once_delivery_enabled: true } }),
  };

  test.each(Object.entries(flows))('%s', (_, flow) => {
    const spec = specWith(flow);
    const { desired } = desiredState(spec);
    const access = only(spec);
    expect(rightsOf(access)).toEqual(
      desired.kafkaAcls
        .map(({ id }) => `${id.patternType} ${id.resourceType} ${id.resourceName} ${id.operation}`)
        .sort(),
    );
    expect(access.topics.map(({ name }) => name).sort()).toEqual(
      desired.topics.map(({ id }) => id.name).sort(),
    );
    expect(access.rights.length).toBeGreaterThan(0);
  });

  test.each(['manage', 'check', 'off'] as const)('whoever sees to it: access: %s', (access) => {
    const flow = flowSpec('onprem', 'core', { settings: { topics } });
    const cluster = withoutAdmin(externalCluster('onprem'));
    expect(only(specWith({ ...flow, access }, cluster))).toMatchObject({
      ...only(specWith(flow)),
      cluster,
      flows: [{ ...flow, access }],
    });
  });

  test('the commands are those of the finding about a cluster that nobody may log in to', () => {
    const flow = flowSpec('onprem', 'core', { settings: { topics }, access: 'check' });
    const spec = specWith(flow, withoutAdmin(externalCluster('onprem')));
    const { findings } = desiredState(spec);
    const told = findings.find(({ code }) => code === 'access-not-checked')?.commands;
    expect(told).not.toEqual([]);
    expect(only(spec).commands).toEqual(told);
  });
});

test('a cluster without a flow, and an Aiven service, need nothing', () => {
  const spec = specOf(
    [aivenCluster('core'), aivenCluster('edge'), externalCluster('onprem')],
    [mirrorMaker([flowSpec('edge', 'core', { settings: { topics } })])],
  );
  expect(accessOfFlows(spec)).toEqual([]);
});

test('rights of a user that the spec does not tell are listed, without commands for them', () => {
  const { mirror, ...onprem } = externalCluster('onprem');
  if (mirror === undefined) throw new Error('no mirror');
  const { principal: _, ...nameless } = mirror;
  const flow = flowSpec('onprem', 'core', { settings: { topics } });
  const access = only(specWith(flow, { ...onprem, mirror: nameless }));
  expect(rightsOf(access)).toEqual(rightsOf(only(specWith(flow))));
  expect(access.commands.filter((command) => command.startsWith('kafka-acls.sh'))).toEqual([]);
  expect(access.commands).not.toEqual([]);
});

describe('what rests on a default says so', () => {
  const bare = flowSpec('onprem', 'core', { stated: new Set(['enabled', 'topics']), settings: { topics } });
  const { settings } = bare;
  const stated = { ...bare, stated: new Set(['enabled', 'topics', 'offset_syncs_topic_location'] as const) };

  test('a topic that only a default puts there', () => {
    const [topic] = only(specWith(bare)).topics;
    expect(topic).toMatchObject({ name: 'mm2-offset-syncs.core.internal' });
    expect(topic?.assumed).toContain(`offset_syncs_topic_location ${settings.offset_syncs_topic_location}`);
    expect(only(specWith(stated)).topics[0]?.assumed).not.toContain('offset_syncs_topic_location source');
  });

  test('a setting of the service', () => {
    const right = only(specWith(stated)).rights.find(
      ({ entry }) => entry.resourceName.startsWith('mm2-offset-syncs') && entry.operation === 'Read',
    );
    expect(right?.assumed).toContain('emit_checkpoints_enabled true of mm2');
  });

  test('a right on groups, which the service may leave out', () => {
    const groups = [{ pattern: 'edge-*', position: { file: 'f', line: 1, column: 1 } }];
    const right = only(specWith({ ...stated, groups })).rights.find(
      ({ entry }) => entry.resourceType === 'Group',
    );
    expect(right?.assumed).toEqual(
      expect.arrayContaining(['groups of mm2 at its default', 'groups_exclude of mm2 at its default']),
    );
  });

  test('a default that keeps something away', () => {
    expect(only(specWith(bare)).moreWithout).toContain('emit_backward_heartbeats_enabled false');
  });

  test('where all is stated nothing is assumed', () => {
    const fields = Object.keys(settings) as (keyof typeof settings)[];
    const flow = {
      ...bare,
      stated: new Set([
        ...fields,
        'topics_exclude',
        'replication_factor',
        'config_properties_exclude',
      ] as const),
    };
    const both = new Set(['emit_checkpoints_enabled', 'sync_topic_configs_enabled'] as const);
    const spec = specOf(
      [aivenCluster('core'), externalCluster('onprem')],
      [
        mirrorMaker([flow], {
          settings: { emit_checkpoints_enabled: true, sync_topic_configs_enabled: true, stated: both },
        }),
      ],
    );
    const { rights, topics: needed, moreWithout } = only(spec);
    expect([...rights, ...needed].flatMap(({ assumed }) => assumed)).toEqual([]);
    expect(moreWithout).toEqual([]);
  });
});
