import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import { brokerReach } from '../../../src/desired/preflight/broker-reach.ts';
import { parseBrokerPattern } from '../../../src/model/broker-pattern.ts';
import type { BrokerOutOfReach, BrokerReach } from '../../../src/model/live.ts';
import type { ExternalClusterSpec, FlowSpec } from '../../../src/spec/spec.ts';
import { liveCluster, liveWorld } from '../../support/build/live.ts';
import { at } from '../../support/build/places.ts';
import {
  aivenCluster,
  externalCluster,
  flowSpec,
  mirrorMaker,
  specOf,
  topicSpec,
  topicSpecs,
} from '../../support/build/spec.ts';

function listed(...texts: readonly string[]): Pick<ExternalClusterSpec, 'brokers'> {
  const patterns = texts.map((text) => {
    const parsed = parseBrokerPattern(text);
    if (!parsed.ok) throw new Error(`${text} ${parsed.problem}`);
    return parsed.pattern;
  });
  return { brokers: { position: at(25), patterns } };
}

function broker(number: number, parts: Partial<BrokerOutOfReach> = {}): BrokerOutOfReach {
  return {
    address: { host: `b-${number}.prod.kafka.example`, port: 9096 },
    isController: false,
    leads: [],
    ...parts,
  };
}

function findings(options: {
  readonly cluster?: Partial<ExternalClusterSpec>;
  readonly flows?: readonly FlowSpec[];
  readonly reach?: Partial<BrokerReach>;
  readonly contacted?: boolean;
}) {
  const { cluster, flows = [], reach, contacted = true } = options;
  const spec = specOf([aivenCluster('core'), externalCluster('msk', cluster)], [mirrorMaker(flows)]);
  const live = liveCluster('msk', [], {
    ...(contacted ? { reach: { brokers: 6, outOfReach: [], controllerOnly: false, ...reach } } : {}),
  });
  const world = liveWorld({ clusters: new Map([['msk', live]]) });
  return brokerReach(spec, desiredState(spec).desired, world);
}

const topics = topicSpecs(topicSpec('edge'));

describe('what the list of brokers covers', () => {
  test.each<[string, Parameters<typeof findings>[0], string]>([
    ['all', {}, 'all of its 6 brokers'],
    ['the only one', { reach: { brokers: 1 } }, 'its one broker'],
    [
      'some',
      { reach: { outOfReach: [broker(5), broker(6)] } },
      '4 of its 6 brokers, not b-5.prod.kafka.example:9096, b-6.prod.kafka.example:9096',
    ],
    [
      'few',
      { reach: { brokers: 9, outOfReach: [1, 2, 3, 4, 5, 6, 7].map((number) => broker(number)) } },
      '2 of its 9 brokers, not b-1.prod.kafka.example:9096, b-2.prod.kafka.example:9096, b-3.prod.kafka.example:9096, b-4.prod.kafka.example:9096, b-5.prod.kafka.example:9096 and 2 more',
    ],
    [
      'nobody knows',
      { contacted: false },
      'which of its brokers that covers is not known before they are asked',
    ],
  ])('%s', (_, options, words) => {
    const cluster = listed('kafka-1.example:9093', 'b-*.prod.kafka.example:*');
    expect(findings({ ...options, cluster })).toEqual([
      {
        code: 'brokers-allowed',
        severity: 'notice',
        message: `for msk this action may contact kafka-1.example:9093, b-*.prod.kafka.example:*: ${words}`,
        hint: expect.any(String),
        position: at(25),
      },
    ]);
  });

  test('without a list nothing is said, also where a broker that is not needed is out of reach', () => {
    expect(findings({ reach: { outOfReach: [broker(5, { leads: ['other'] })] } })).toEqual([]);
  });
});

describe('a controller that may not be contacted', () => {
  const reach = { outOfReach: [broker(4), broker(5, { isController: true })], controllerOnly: true };

  test('is named with the line to add', () => {
    const cluster = { topics, ...listed('b-1.prod.kafka.example:9096') };
    expect(findings({ cluster, reach })).toMatchObject([
      { code: 'brokers-allowed' },
      {
        code: 'controller-not-allowed',
        severity: 'warning',
        message:
          'the controller of msk is b-5.prod.kafka.example:9096, which this action may not contact: it cannot create, grow or delete topics there',
        hint: "If they belong to the cluster, add to brokers of msk: 'b-5.prod.kafka.example:9096'.",
        position: at(25),
      },
    ]);
  });

  test('without a list, the list to write keeps what is allowed so far', () => {
    expect(findings({ cluster: { topics }, reach })).toMatchObject([
      {
        hint: "If they belong to the cluster, add to msk: brokers: ['kafka-1.example:*', 'kafka-2.example:*', 'b-5.prod.kafka.example:9096'].",
        position: at(20),
      },
    ]);
  });

  test('matters neither with KRaft nor where no topic is managed', () => {
    expect(findings({ cluster: { topics }, reach: { ...reach, controllerOnly: false } })).toEqual([]);
    expect(findings({ reach })).toEqual([]);
  });
});

describe('leaders that may not be contacted', () => {
  const flow = (source: string, target: string, enabled = true) =>
    flowSpec(source, target, { settings: { topics: ['edge.*'], topics_exclude: ['edge-no'], enabled } });

  test.each<[string, FlowSpec, readonly string[], string]>([
    ['one topic of the source', flow('msk', 'core'), ['edge-a', 'other', 'edge-no'], 'leads topic edge-a of'],
    ['several', flow('msk', 'core'), ['edge-a', 'edge-b', 'edge-c'], 'leads 3 topics, edge-a among them, of'],
    ['on the target', flow('core', 'msk'), ['core.edge-a', 'edge-a'], 'leads topic core.edge-a of'],
  ])('%s', (_, one, leads, words) => {
    expect(
      findings({ flows: [one], reach: { outOfReach: [broker(4), broker(5, { leads })] } }),
    ).toMatchObject([
      {
        code: 'leader-not-allowed',
        severity: 'warning',
        message: `b-5.prod.kafka.example:9096 of msk ${words} the flow ${one.source} -> ${one.target}, and this action may not contact it: it cannot tell whether records arrive`,
      },
    ]);
  });

  test('several brokers of one topic are one finding with all lines', () => {
    const outOfReach = [broker(4, { leads: ['edge-a'] }), broker(5, { leads: ['edge-a'] })];
    expect(findings({ flows: [flow('msk', 'core')], reach: { outOfReach } })).toMatchObject([
      {
        message: expect.stringMatching(/^b-4\S+, b-5\S+ of msk lead topic edge-a of .* may not contact them/),
        hint: expect.stringContaining("'b-4.prod.kafka.example:9096', 'b-5.prod.kafka.example:9096'"),
      },
    ]);
  });

  test('a disabled flow and topics of nobody need none', () => {
    const outOfReach = [broker(5, { leads: ['edge-a'] })];
    expect(findings({ flows: [flow('msk', 'core', false)], reach: { outOfReach } })).toEqual([]);
    expect(findings({ flows: [flow('core', 'msk')], reach: { outOfReach } })).toEqual([]);
  });

  test('an address that is none is not offered as a line', () => {
    const odd = broker(5, { leads: ['edge-a'], address: { host: "k'afka\u3002example", port: 9096 } });
    expect(findings({ flows: [flow('msk', 'core')], reach: { outOfReach: [odd] } })).toMatchObject([
      { hint: expect.stringContaining('Correct advertised.listeners of that broker') },
    ]);
  });
});
