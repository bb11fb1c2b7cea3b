import { describe, expect, test } from '@jest/globals';
import { attachments } from '../../../src/desired/derived/attachments.ts';
import { desiredState } from '../../../src/desired/desired.ts';
import type { IntegrationSource } from '../../../src/model/integration.ts';
import { known, type Reading, unknown } from '../../../src/model/reading.ts';
import { nameOf } from '../../../src/model/resource.ts';
import { leaveOut } from '../../../src/spec/leave-out.ts';
import { liveEndpoint, liveIntegration, liveMirrorMaker, liveWorld } from '../../support/build/live.ts';
import { at } from '../../support/build/places.ts';
import { aivenCluster, externalCluster, flowSpec, mirrorMaker, specOf } from '../../support/build/spec.ts';

const own = 'kafka-1.example:9093,kafka-2.example:9093';
const endpoint = (name: string): IntegrationSource => ({ type: 'endpoint', endpoint: name });
const service = (name: string): IntegrationSource => ({ type: 'service', project: 'acme', service: name });

interface Case {
  /** Of the service `mm2`, whose flow names the alias `onprem`. */
  readonly project?: string;
  readonly endpointOfSpec?: string;
  /** What `alias` is attached to; left out: `onprem`. */
  readonly alias?: string;
  readonly source: IntegrationSource;
  /** Brokers of live endpoints, by project and name; `unread`: nobody could look. */
  readonly endpoints: Readonly<Record<string, Readonly<Record<string, string>> | 'unread'>>;
  readonly leftOut?: readonly string[];
}

/** What it stands for, what from then on, and by which change. */
function standsFor({
  project = 'acme',
  endpointOfSpec = 'onprem-kafka',
  alias = 'onprem',
  ...given
}: Case): string {
  const onprem = externalCluster('onprem', {
    aliases: new Map([['onprem', { position: at(1), endpoint: endpointOfSpec }]]),
  });
  const flow = flowSpec('onprem', 'core', { settings: { topics: ['a'] } });
  const other = mirrorMaker([flowSpec('onprem', 'edge')], { service: 'mm2-first', project: 'aaa' });
  const mm2 = mirrorMaker([flow], { service: 'mm2', project });
  const whole = specOf([onprem, aivenCluster('core'), aivenCluster('edge')], [other, mm2]);
  const without = leaveOut(whole, given.leftOut ?? []);
  if (!without.ok) throw new Error('it names clusters of the spec');
  const { spec } = without;
  const attached = liveIntegration(alias, { source: given.source });
  const reading = (
    of: Readonly<Record<string, string>> | 'unread',
    where: string,
  ): Reading<ReturnType<typeof liveEndpoint>[]> =>
    of === 'unread'
      ? unknown('denied', 'the token may not')
      : known(
          Object.entries(of).map(([name, bootstrap_servers]) => {
            const one = liveEndpoint(name, { bootstrap_servers });
            return { ...one, id: { ...one.id, project: where } };
          }),
        );
  const live = liveWorld({
    endpoints: new Map(Object.entries(given.endpoints).map(([where, of]) => [where, reading(of, where)])),
    mirrormakers: new Map([
      [
        'mm2',
        liveMirrorMaker({
          project,
          service: 'mm2',
          integrations: known([{ ...attached, id: { ...attached.id, project, service: 'mm2' } }]),
        }),
      ],
    ]),
  });
  const {
    at: now,
    movesTo,
    movedBy,
  } = attachments(spec, desiredState(spec, new Map()).desired, live)('mm2', alias);
  const by = movedBy === undefined ? '' : ` by ${movedBy.kind} ${nameOf(movedBy)}`;
  return now === movesTo ? `${now}${by}` : `${now} -> ${movesTo}${by}`;
}

describe('what an alias stands for', () => {
  test.each<[string, Case, string]>([
    [
      'the endpoint of the spec',
      { source: endpoint('onprem-kafka'), endpoints: { acme: { 'onprem-kafka': own } } },
      'onprem',
    ],
    [
      'one with other brokers, which the plan corrects',
      { source: endpoint('onprem-kafka'), endpoints: { acme: { 'onprem-kafka': 'old:9093' } } },
      'the brokers old:9093 -> onprem by endpoint onprem-kafka',
    ],
    [
      'the same, while an endpoint of that name in another project has the brokers of the spec',
      {
        project: 'bbb',
        source: endpoint('onprem-kafka'),
        endpoints: { aaa: { 'onprem-kafka': own }, bbb: { 'onprem-kafka': 'old:9093' } },
      },
      'the brokers old:9093 -> onprem by endpoint onprem-kafka',
    ],
    [
      'the endpoint of the spec, while one of that name in another project has other brokers',
      {
        project: 'bbb',
        source: endpoint('onprem-kafka'),
        endpoints: { aaa: { 'onprem-kafka': 'old:9093' }, bbb: { 'onprem-kafka': own } },
      },
      'onprem',
    ],
    [
      'an endpoint of another name with the same brokers, as after it was renamed',
      {
        endpointOfSpec: 'new-name',
        source: endpoint('onprem-kafka'),
        endpoints: { acme: { 'onprem-kafka': own } },
      },
      'onprem',
    ],
    [
      'the same with one broker in common, in another spelling',
      {
        endpointOfSpec: 'new-name',
        source: endpoint('onprem-kafka'),
        endpoints: { acme: { 'onprem-kafka': ' KAFKA-1.example:9093, kafka-9:9093' } },
      },
      'onprem',
    ],
    [
      'an endpoint of another name with other brokers',
      {
        endpointOfSpec: 'new-name',
        source: endpoint('onprem-kafka'),
        endpoints: { acme: { 'onprem-kafka': 'old:9093' } },
      },
      'the brokers old:9093 -> onprem by integration onprem',
    ],
    [
      'an endpoint of another name, which nobody could read',
      { endpointOfSpec: 'new-name', source: endpoint('onprem-kafka'), endpoints: { acme: 'unread' } },
      'endpoint onprem-kafka -> onprem by integration onprem',
    ],
    [
      'the endpoint of the spec, which nobody could read',
      { source: endpoint('onprem-kafka'), endpoints: { acme: 'unread' } },
      'onprem',
    ],
    [
      'an Aiven service',
      { source: service('kafka-edge'), endpoints: { acme: {} } },
      'edge -> onprem by integration onprem',
    ],
    [
      'an alias that no flow of the spec names, of a cluster that it has',
      { alias: 'dc9', source: service('kafka-edge'), endpoints: { acme: {} } },
      'edge',
    ],
    [
      'the same, by an endpoint of its own',
      { alias: 'dc9', source: endpoint('by-hand'), endpoints: { acme: { 'by-hand': own } } },
      'onprem',
    ],
    [
      'the same, by an endpoint that the plan changes',
      { alias: 'dc9', source: endpoint('onprem-kafka'), endpoints: { acme: { 'onprem-kafka': 'old:9093' } } },
      'the brokers old:9093 -> onprem by endpoint onprem-kafka',
    ],
    [
      'the same, of a cluster that the run leaves out',
      {
        alias: 'dc9',
        source: endpoint('onprem-kafka'),
        endpoints: { acme: { 'onprem-kafka': 'old:9093' } },
        leftOut: ['onprem'],
      },
      'the brokers old:9093',
    ],
  ])('%s', (_, given, expected) => {
    expect(standsFor(given)).toBe(expected);
  });
});
