import { describe, expect, test } from '@jest/globals';
import type { FlowSettings } from '../../../../src/model/flow.ts';
import { known, unknown } from '../../../../src/model/reading.ts';
import { effectiveSpec } from '../../../../src/spec/effective/effective-spec.ts';
import { liveFlow, liveMirrorMaker } from '../../../support/build/live.ts';
import { loadTexts } from '../../../support/spec-files.ts';

/** What a spec leaves out, a live flow decides; where none was looked at, a finding says what it assumes. */

const head = { version: 1, name: 'prod', project: 'acme' };

function specOf(flows: object, clusters: readonly string[]): string {
  return JSON.stringify({
    ...head,
    clusters: Object.fromEntries(clusters.map((name, index) => [name, { service: `kafka-${index}` }])),
    mirrormaker: { 'mm2-core': { flows } },
  });
}

async function load(text: string) {
  const loaded = await loadTexts({ 'kafka.yaml': text });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  return loaded;
}

async function lintWith(text: string, flows: Readonly<Record<string, Partial<FlowSettings>>>) {
  const loaded = await load(text);
  const live = Object.entries(flows).map(([name, settings]) => {
    const [source = '', target = ''] = name.split(' -> ');
    return liveFlow({ enabled: true, ...settings }, source, target);
  });
  const mirrormakers = new Map([['mm2-core', liveMirrorMaker({ flows: known(live) })]]);
  return loaded.checks.lint(effectiveSpec(loaded.spec, { mirrormakers, endpoints: new Map() }));
}

describe('a dot in an alias, an error under the default policy', () => {
  const text = specOf({ 'eu.west -> core': {} }, ['eu.west', 'core']);

  test('stands on an assumption offline, says so, and keeps nobody from looking', async () => {
    const { findings } = await load(text);
    expect(findings).toMatchObject([{ code: 'alias-with-dot', severity: 'error' }]);
    expect(findings[0]?.message).toMatch(/ \(assumed: replication_policy default\)$/);
  });

  test.each([
    [
      'a live flow with the identity policy refutes it',
      { 'eu.west -> core': { replication_policy: 'identity' } },
      0,
    ],
    ['a live flow with the default policy confirms it', { 'eu.west -> core': {} }, 1],
    ['a flow that is to be created has the default', {}, 1],
  ] as const)('%s', async (_, live, count) => {
    const findings = await lintWith(text, live);
    expect(findings.map(({ code }) => code)).toEqual(count === 0 ? [] : ['alias-with-dot']);
    expect(findings.map(({ message }) => message).join()).not.toContain('assumed');
  });

  test('is an error of the spec itself where the spec states the policy', async () => {
    const stated = specOf({ 'eu.west -> core': { replication_policy: 'default' } }, ['eu.west', 'core']);
    const { ok, findings } = await loadTexts({ 'kafka.yaml': stated });
    expect(ok).toBe(false);
    expect(findings.map(({ message }) => message).join()).not.toContain('assumed');
  });
});

test('a loop of live identity flows is an error, because of what is live', async () => {
  const flows = { 'a -> b': { topics: ['orders'] }, 'b -> a': { topics: ['orders'] } };
  const findings = await lintWith(specOf(flows, ['a', 'b']), {
    'a -> b': { replication_policy: 'identity', topics: ['orders'] },
    'b -> a': { replication_policy: 'identity', topics: ['orders'] },
  });
  expect(findings).toMatchObject([{ code: 'replication-loop', severity: 'error' }]);
  expect(findings[0]?.message).toContain('because live flow a -> b has replication_policy identity');
});

test.each([
  [
    'exactly-once-differs',
    { 'a -> c': { exactly_once_delivery_enabled: true }, 'b -> c': {} },
    'exactly_once_delivery_enabled',
  ],
  [
    'groups-active-on-target',
    { 'a -> c': { sync_group_offsets_enabled: true }, 'c -> a': {} },
    'sync_group_offsets_enabled',
  ],
])('%s goes by what the live flow has', async (code, flows, field) => {
  const text = specOf(flows, ['a', 'b', 'c']);
  const last = Object.keys(flows)[1] ?? '';
  const first = { 'a -> c': { [field]: true } };
  const off = (await lintWith(text, { ...first, [last]: {} })).map((finding) => finding.code);
  const on = (await lintWith(text, { ...first, [last]: { [field]: true } })).map((finding) => finding.code);
  expect(off.includes(code)).not.toBe(on.includes(code));
});

test('a live flow that could not be read leaves the assumption, by name', async () => {
  const loaded = await load(specOf({ 'eu.west -> core': {} }, ['eu.west', 'core']));
  const mirrormakers = new Map([['mm2-core', liveMirrorMaker({ flows: unknown('denied', 'no') })]]);
  const findings = loaded.checks.lint(effectiveSpec(loaded.spec, { mirrormakers, endpoints: new Map() }));
  expect(findings[0]?.message).toContain('assumed: replication_policy default');
});

test('null is a statement: the default, whatever is live', async () => {
  const text = specOf({ 'eu.west -> core': { replication_policy: null } }, ['eu.west', 'core']);
  const { ok, findings } = await loadTexts({ 'kafka.yaml': text });
  expect(ok).toBe(false);
  expect(findings.map(({ code }) => code)).toContain('alias-with-dot');
});

test('in a large spec what is assumed is said in one word for all fields', async () => {
  const names = Array.from({ length: 600 }, (_, index) => `t${index}`);
  const topics = Object.fromEntries(names.map((name) => [name, { partitions: 1, replication: 3 }]));
  const text = JSON.stringify({
    ...head,
    clusters: {
      'eu.west': { service: 'kafka-0', topics },
      core: { service: 'kafka-1' },
      lab: { service: 'kafka-2' },
    },
    mirrormaker: { 'mm2-core': { flows: { 'eu.west -> core': {}, 'eu.west -> lab': {} } } },
  });
  const { findings } = await load(text);
  const dots = findings.filter(({ code }) => code === 'alias-with-dot');
  expect(dots).toHaveLength(2);
  for (const { message } of dots) {
    expect(message).toMatch(/ \(assumed: the defaults of what the flows do not state\)$/);
  }
});
