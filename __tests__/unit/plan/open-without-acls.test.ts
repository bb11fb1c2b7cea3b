import { describe, expect, test } from '@jest/globals';
import type { KafkaAclId } from '../../../src/model/kafka-acl.ts';
import { known, type Reading, unknown } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import { liveCluster, liveKafkaAcl, liveWorld } from '../../support/build/live.ts';
import { declared } from '../../support/build/places.ts';
import { kafkaAcl } from '../../support/build/resources.ts';

type Entry = Partial<KafkaAclId>;

/** Entries of `User:svc` on a cluster that lets everybody in where there is none, unless `open` says otherwise. */
function planned(
  live: readonly Entry[],
  wanted: readonly Entry[],
  open: Reading<boolean> | 'not asked' = known(true),
) {
  const own = { principal: 'User:svc', operation: 'Read', patternType: 'LITERAL' } as const;
  const cluster = liveCluster('onprem', [], {
    kafkaAcls: known(live.map((parts) => liveKafkaAcl('onprem', { ...own, ...parts }))),
    ...(open === 'not asked' ? {} : { openWithoutAcls: open }),
  });
  const pattern = { pattern: 'User:svc', position: declared().position };
  return buildPlan({
    desired: desiredWorld({
      kafkaAcls: wanted.map((parts) => kafkaAcl('onprem', { ...own, ...parts })),
      ownership: new Map([['onprem', { principals: [pattern] }]]),
    }),
    live: liveWorld({ clusters: new Map([['onprem', cluster]]) }),
    findings: [],
  });
}

const shutsOut = /this is the first entry .* whoever has no entry is refused/;
const letsIn = /this is the last entry .* everybody may do everything/;
const topic = (resourceName: string, parts: Entry = {}): Entry => ({
  resourceType: 'Topic',
  resourceName,
  ...parts,
});
const others = { principal: 'User:other' };

describe('the first entry of a resource shuts everybody else out', () => {
  test.each<[string, readonly Entry[], readonly Entry[], boolean]>([
    ['a topic without one', [], [topic('orders')], true],
    ['a topic that another principal has one for', [topic('orders', others)], [topic('orders')], false],
    [
      'a topic below a prefix that has one',
      [topic('ord', { ...others, patternType: 'PREFIXED' })],
      [topic('orders')],
      false,
    ],
    ['a topic where every topic has one', [topic('*', others)], [topic('orders')], false],
    [
      'a topic where only a group of its name has one',
      [{ resourceType: 'Group', resourceName: 'orders', ...others }],
      [topic('orders')],
      true,
    ],
    [
      'a prefix where only a topic below it has one',
      [topic('orders', others)],
      [topic('ord', { patternType: 'PREFIXED' })],
      true,
    ],
    ['a denial', [], [topic('orders', { permission: 'DENY' })], true],
  ])('%s: %#', (_, live, wanted, isFirst) => {
    const { risks } = planned(live, wanted);
    const told = risks.filter(({ consequence }) => shutsOut.test(consequence));
    expect(told.map(({ level, code }) => `${level} ${code}`)).toEqual(isFirst ? ['high access-lost'] : []);
  });
});

describe('the last entry of a resource lets everybody in', () => {
  test.each<[string, readonly Entry[], readonly Entry[], boolean]>([
    ['the only one goes', [topic('orders')], [], true],
    ['another principal keeps one', [topic('orders'), topic('orders', others)], [], false],
    ['another one comes', [topic('orders')], [topic('orders', { operation: 'Write' })], false],
    [
      'a prefix keeps one',
      [topic('orders'), topic('ord', { ...others, patternType: 'PREFIXED' })],
      [],
      false,
    ],
  ])('where %s: %#', (_, live, wanted, isLast) => {
    const { risks } = planned(live, wanted);
    const told = risks.filter(({ consequence }) => letsIn.test(consequence));
    expect(told.map(({ level, code, gate }) => `${level} ${code} ${gate}`)).toEqual(
      isLast ? ['high access-widening `acls` in `allow-delete`'] : [],
    );
  });
});

describe('a cluster', () => {
  test.each<[string, Reading<boolean> | 'not asked']>([
    ['that refuses where there is no entry', known(false)],
    ['of which nobody asks, as a service of Aiven', 'not asked'],
  ])('%s has no such risk and no finding', (_, open) => {
    const { risks, findings } = planned([], [topic('orders')], open);
    expect(risks.filter(({ consequence }) => shutsOut.test(consequence))).toEqual([]);
    expect(findings.filter(({ code }) => code === 'open-without-acls-unknown')).toEqual([]);
  });

  test('that does not tell is one notice for all of its entries, and none where no entry is a first or a last', () => {
    const denied = unknown('denied', 'Cluster authorization failed.');
    const codes = (live: readonly Entry[]) =>
      planned(live, [topic('orders'), topic('audit')], denied).findings.filter(
        ({ code }) => code === 'open-without-acls-unknown',
      );
    expect(codes([]).map(({ severity }) => severity)).toEqual(['notice']);
    expect(codes([topic('*', others)])).toEqual([]);
  });
});
