import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import type { IntegrationSource } from '../../../src/model/integration.ts';
import { known } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { ClusterSpec } from '../../../src/spec/spec.ts';
import {
  liveCluster,
  liveFlow,
  liveIntegration,
  liveMirrorMaker,
  liveWorld,
} from '../../support/build/live.ts';
import { at } from '../../support/build/places.ts';
import { aivenCluster, externalCluster, flowSpec, mirrorMaker, specOf } from '../../support/build/spec.ts';

const service = (name: string): IntegrationSource => ({ type: 'service', project: 'acme', service: name });
const endpoint = (name: string): IntegrationSource => ({ type: 'endpoint', endpoint: name });
const aliased = (alias: string, own?: string) => ({
  aliases: new Map([[alias, { position: at(1), ...(own === undefined ? {} : { endpoint: own }) }]]),
});

interface Case {
  readonly west: ClusterSpec;
  readonly alias: string;
  /** What is attached, by alias. */
  readonly attached: Readonly<Record<string, IntegrationSource>>;
  readonly leftOut?: readonly string[];
}

function told({ west, alias, attached, leftOut = [] }: Case): readonly string[] {
  const flow = flowSpec(alias, 'core', { settings: { topics: ['a'] } });
  const spec = { ...specOf([west, aivenCluster('core')], [mirrorMaker([flow])]), leftOut: new Set(leftOut) };
  const [own = { service: 'mm2', project: 'acme' }] = [...spec.mirrormakers.values()];
  const inService = <T extends { readonly id: object }>(one: T): T => ({
    ...one,
    id: { ...one.id, service: own.service },
  });
  const live = liveWorld({
    mirrormakers: new Map([
      [
        own.service,
        liveMirrorMaker({
          service: own.service,
          flows: known([inService(liveFlow({ enabled: true, topics: ['a'] }, 'west1', 'core'))]),
          integrations: known(
            Object.entries(attached).map(([name, source]) => inService(liveIntegration(name, { source }))),
          ),
        }),
      ],
    ]),
    clusters: new Map(['west', 'core'].map((key) => [key, liveCluster(key)])),
  });
  const { desired } = desiredState(spec, new Map());
  return buildPlan({ desired, live, findings: [] })
    .findings.filter(({ code }) => code === 'already-attached')
    .map(({ severity, message, hint }) => `${severity}: ${message}. ${hint}`);
}

const core = { core: service('kafka-core') };

describe('a source that a MirrorMaker 2 service has already, under another alias', () => {
  test.each<[string, Case, readonly string[]]>([
    [
      'of an Aiven service whose alias was renamed',
      {
        west: aivenCluster('west', aliased('west2')),
        alias: 'west2',
        attached: { ...core, west1: service('kafka-west') },
      },
      [
        'service acme/kafka-west',
        'Keep the alias west1',
        'name it under removed of',
        'west1 -> core',
        'avn service integration-delete',
      ],
    ],
    [
      'of an external cluster whose alias was renamed',
      {
        west: externalCluster('west', aliased('west2')),
        alias: 'west2',
        attached: { ...core, west1: endpoint('west-kafka') },
      },
      ['endpoint west-kafka', 'Keep the alias west1', 'an endpoint of its own'],
    ],
    [
      'that the alias is to get while another still has it',
      {
        west: aivenCluster('west', {
          aliases: new Map([...aliased('west1').aliases, ...aliased('west2').aliases]),
        }),
        alias: 'west2',
        attached: { ...core, west1: service('kafka-west'), west2: service('kafka-old') },
      },
      ['service acme/kafka-west', 'is attached there as west1'],
    ],
    [
      'of which the other alias is to stand for something else',
      {
        west: aivenCluster('west', { ...aliased('west2'), service: 'kafka-core-old' }),
        alias: 'west2',
        attached: { core: service('kafka-core-old') },
      },
      ['First let core stand for something else, in a pull request of its own'],
    ],
  ])('%s', (_, given, words) => {
    const [only = '', ...others] = told(given);
    expect(others).toEqual([]);
    expect(only).toMatch(/^error: Aiven will refuse to attach/);
    for (const word of words) expect(only).toContain(word);
  });

  test.each<[string, Case]>([
    [
      'attached as the spec says',
      {
        west: aivenCluster('west', aliased('west1')),
        alias: 'west1',
        attached: { ...core, west1: service('kafka-west') },
      },
    ],
    ['attached nowhere', { west: aivenCluster('west', aliased('west2')), alias: 'west2', attached: core }],
    [
      'another endpoint of the same brokers',
      {
        west: externalCluster('west', aliased('west2', 'west-2')),
        alias: 'west2',
        attached: { ...core, west1: endpoint('west-kafka') },
      },
    ],
    [
      'twice already, which somebody else brought about',
      {
        west: aivenCluster('west', aliased('west2')),
        alias: 'west2',
        attached: { ...core, west1: service('kafka-west'), west2: service('kafka-west') },
      },
    ],
    [
      'of a cluster that the run leaves out',
      {
        west: aivenCluster('west', aliased('west2')),
        alias: 'west2',
        attached: { ...core, west1: service('kafka-west') },
        leftOut: ['west'],
      },
    ],
  ])('nothing is said where it is %s', (_, given) => {
    expect(told(given)).toEqual([]);
  });
});
