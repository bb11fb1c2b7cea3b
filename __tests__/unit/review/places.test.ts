import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import type { LiveMirrorMaker } from '../../../src/model/live.ts';
import { known } from '../../../src/model/reading.ts';
import { kinds, placeTypeOf } from '../../../src/model/resource.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { decide } from '../../../src/review/decide.ts';
import type { Evidence } from '../../../src/review/evidence.ts';
import { reviewRecord } from '../../../src/review/record.ts';
import { readRecord, writeRecord } from '../../../src/review/record-text.ts';
import {
  liveCluster,
  liveFlow,
  liveIntegration,
  liveMirrorMaker,
  liveTopic,
  liveWorld,
} from '../../support/build/live.ts';
import { at } from '../../support/build/places.ts';
import { aivenCluster, externalCluster, flowSpec, mirrorMaker, specOf } from '../../support/build/spec.ts';

/** What the names of one spec stand for; another spec gives the same names to something else. */
interface Meaning {
  readonly service?: string;
  readonly brokers?: readonly string[];
  readonly mirrorProject?: string;
  /** The alias `core` is another cluster's. */
  readonly otherCore?: true;
}

const old = { position: at(9), reason: 'closed' };
const bare = { manage: {} };

function specWith({
  service = 'kafka-core',
  brokers = ['k-1.corp:9093'],
  mirrorProject,
  otherCore,
}: Meaning) {
  const alias = otherCore ? 'hub' : 'core';
  const core = aivenCluster('core', {
    service,
    aliases: new Map([[alias, { position: at(3) }]]),
    removedTopics: new Map([['old', old]]),
    manage: {
      topics: {
        position: at(3),
        scope: [{ pattern: '*', position: at(3) }],
        exclude: [],
        prune: 'removed',
        unlistedConfig: 'report',
      },
    },
    aivenAcls: [
      {
        username: 'billing',
        topic: 'orders',
        permission: 'read',
        position: at(4),
        positions: { username: at(4), topic: at(4) },
      },
    ],
  });
  const onprem = externalCluster('onprem', {
    ...bare,
    bootstrapServers: brokers,
    manage: { acls: { position: at(6), principals: [{ pattern: 'User:mm2', position: at(6) }] } },
  });
  const other = otherCore
    ? [aivenCluster('prod', { aliases: new Map([['core', { position: at(5) }]]) })]
    : [];
  const flow = flowSpec('onprem', 'core', { settings: { topics: ['edge'] } });
  return specOf(
    [core, onprem, ...other],
    [mirrorMaker([flow], mirrorProject ? { project: mirrorProject } : {})],
  );
}

/** As it is there: nothing of MirrorMaker 2, or all of it with other topics, so that only the flow changes. */
type There = 'nothing' | 'another flow' | 'a disabled flow';

function planned(meaning: Meaning, there: There = 'nothing'): Plan {
  const spec = specWith(meaning);
  const { desired, findings } = desiredState(spec, new Map());
  const [{ project, service } = { project: 'acme', service: 'mm2' }] = [...spec.mirrormakers.values()];
  const at = <T extends { readonly id: object }>(one: T): T => ({
    ...one,
    id: { ...one.id, project, service },
  });
  const settings = desired.flows[0]?.settings;
  const flow =
    there === 'a disabled flow' ? { ...settings, enabled: false } : { ...settings, topics: ['other'] };
  const attached: Partial<LiveMirrorMaker> =
    there === 'nothing'
      ? { flows: known([]), integrations: known([]) }
      : {
          flows: known([at(liveFlow(flow))]),
          integrations: known(
            desired.integrations.map(({ id, source }) => at(liveIntegration(id.cluster, { source }))),
          ),
        };
  const live = liveWorld({
    endpoints: new Map(desired.endpoints.map(({ id }) => [id.project, known([])])),
    mirrormakers: new Map([[service, liveMirrorMaker({ project, service, ...attached })]]),
    clusters: new Map(
      [...spec.clusters.keys()].map((key) => [
        key,
        liveCluster(key, key === 'core' ? [liveTopic('core', 'old')] : []),
      ]),
    ),
  });
  return buildPlan({ desired, live, findings });
}

const policy = { requirePlan: true, approveDigest: '', directPush: 'refuse', allowDeleteLabel: '' } as const;
const range = { branch: 'main', direct: [], moved: false, unfinished: 'every change' } as const;

function decidedAfter(shown: Plan, now: Plan, { version = 3 }: { readonly version?: 2 | 3 } = {}) {
  const written = readRecord(writeRecord(reviewRecord(shown, 12)));
  if (written === undefined) throw new Error('it reads what it wrote');
  const names =
    version === 2 ? { clusters: new Map(), aliases: new Map(), services: new Map() } : written.places;
  const pullRequest = { number: 12, labels: [], head: { sha: 'a'.repeat(40) }, fromFork: false };
  const evidence: readonly Evidence[] = [{ pullRequest, record: { ...written, version, places: names } }];
  return decide(now, { state: 'found', range, evidence, earlier: [] }, policy);
}

const operationsOf = ({ operations }: Plan) => JSON.stringify(operations);
const kindsIn = ({ changes }: Plan) => new Set(changes.map(({ kind }) => kind));

describe('names that stand for something else', () => {
  const here = planned({});
  const moves: readonly (readonly [string, Meaning])[] = [
    ['the key of a cluster for another service', { service: 'kafka-prod' }],
    ['the key of a cluster for other brokers', { brokers: ['k-1.prod.corp:9093'] }],
    ['a MirrorMaker 2 service for one of another project', { mirrorProject: 'acme-prod' }],
    ['an alias for another cluster', { otherCore: true }],
  ];

  test('the plan has every kind that is not in a project itself', () => {
    const inPlaces = kinds.filter((kind) => placeTypeOf(kind) !== 'project');
    expect(inPlaces.filter((kind) => !kindsIn(here).has(kind))).toEqual([]);
  });

  test.each(moves)('%s: neither the digest nor the review counts', (_, moved) => {
    const now = planned(moved);
    expect(now.digest).not.toBe(here.digest);
    expect(decidedAfter(here, here)).toMatchObject({ state: 'approved', by: 'review' });
    expect(decidedAfter(here, now)).toMatchObject({ state: 'refused' });
    const byDigest = decide(now, { state: 'no-token' }, { ...policy, approveDigest: here.digest });
    expect(byDigest).toMatchObject({ state: 'refused', refusal: { reason: expect.any(String) } });
  });

  test.each(moves)('%s: and where only a flow changes, its operations being the same', (_, moved) => {
    const [shown, now] = [planned({}, 'another flow'), planned(moved, 'another flow')];
    const only = (plan: Plan): Plan => ({
      ...plan,
      changes: plan.changes.filter(({ kind }) => kind === 'flow'),
    });
    expect(only(shown).changes).toHaveLength(1);
    expect(shown.digest).not.toBe(now.digest);
    expect(decidedAfter(shown, only(shown))).toMatchObject({ state: 'approved' });
    expect(decidedAfter(shown, only(now))).toMatchObject({
      state: 'refused',
      refusal: {
        reason: 'plan-changed',
        reasons: [{ message: expect.stringContaining('were reviewed for another place') }],
      },
    });
  });

  test.each(moves)('%s: nor does what an apply left half done count for it', (_, moved) => {
    const half = (meaning: Meaning): Plan => {
      const plan = planned(meaning, 'a disabled flow');
      return { ...plan, changes: plan.changes.filter(({ kind }) => kind === 'flow') };
    };
    expect(decidedAfter(here, half({}))).toMatchObject({ state: 'approved' });
    expect(decidedAfter(here, half(moved))).toMatchObject({ state: 'refused' });
  });

  test('of brokers that partly have other addresses, the key still stands for the same', () => {
    const [shown, now] = [
      planned({ brokers: ['a.corp:9093', 'b.corp:9093'] }),
      planned({ brokers: ['b.corp:9093', 'c.corp:9093'] }),
    ];
    const inCluster = now.changes.filter(({ kind }) => kind !== 'endpoint');
    expect(decidedAfter(shown, { ...now, changes: inCluster })).toMatchObject({ state: 'approved' });
    // A digest is approved for one plan, so it holds all addresses.
    expect(shown.digest).not.toBe(now.digest);
  });

  test('a record of the former version does not tell, and counts for what its digests say', () => {
    const now = planned({ mirrorProject: 'acme-prod' });
    const same = { ...now, changes: now.changes.filter(({ kind }) => kind === 'flow') };
    expect(decidedAfter(here, same, { version: 2 })).toMatchObject({ state: 'approved' });
  });

  test('the digest of a plan without changes names no place', () => {
    const without = (meaning: Meaning) =>
      buildPlan({
        desired: { ...desiredState(specOf([aivenCluster('core', meaning)]), new Map()).desired },
        live: liveWorld({ clusters: new Map([['core', liveCluster('core')]]) }),
        findings: [],
      });
    expect(without({ service: 'kafka-prod' }).digest).toBe(without({}).digest);
    expect(operationsOf(without({}))).toBe('[]');
  });
});
