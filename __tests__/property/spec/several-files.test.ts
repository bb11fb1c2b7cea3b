import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { desiredState } from '../../../src/desired/desired.ts';
import { noLongerEnforced } from '../../../src/desired/earlier/no-longer-enforced.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Spec } from '../../../src/spec/spec.ts';
import { workspaceReferences } from '../../../src/spec/yaml/workspace.ts';
import { liveWorld } from '../../support/build/live.ts';
import { loadTexts } from '../../support/spec-files.ts';

/**
 * One spec, dealt out over files in any way that is allowed, is the same spec: it asks for the same, plans the same under the
 * same digest, and a change that only moves lines from file to file takes nothing away.
 */
const repository = fileURLToPath(new URL('../../../', import.meta.url));
const whole: Plain = parse(readFileSync(`${repository}examples/spec.yaml`, 'utf8'));

type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

const connection = new Set([
  'service',
  'project',
  'bootstrap_servers',
  'brokers',
  'cluster_id',
  'mirror',
  'admin',
]);
const security = /^(?:security_protocol|sasl_|ssl_)/;

/** Two leaves with one key stand in one file. A leaf is `undefined` where a map is empty. */
function keyOf(path: readonly string[]): string {
  const [section, name = '', part = '', ...rest] = path;
  if (section === 'clusters') {
    if (connection.has(part) || security.test(part)) return `${section}/${name}/connection`;
    return part === 'topics' ? path.join('/') : `${section}/${name}/${part}`;
  }
  if (section === 'mirrormaker') {
    if (part === 'flows') return path.join('/');
    return part === 'clusters' ? `${section}/${name}/${part}/${rest[0]}` : `${section}/${name}/${part}`;
  }
  return section === 'topic_profiles' ? path.join('/') : String(section);
}

interface Leaf {
  readonly path: readonly string[];
  readonly value: Plain;
  /** ACL lists may be dealt out item by item. */
  readonly isItem: boolean;
}

function leavesOf(value: Plain, path: readonly string[]): readonly Leaf[] {
  if (Array.isArray(value) && isAclList(path)) {
    return value.map((item: Plain) => ({ path, value: item, isItem: true }));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ path, value, isItem: false }];
  const entries = Object.entries(value);
  if (entries.length === 0) return [{ path, value: {}, isItem: false }];
  return entries.flatMap(([key, child]) => leavesOf(child, [...path, key]));
}

function isAclList(path: readonly string[]): boolean {
  const last = path.at(-1) ?? '';
  return (
    path[2] === 'acls' || (path[2] === 'topics' && path.length === 5 && ['produce', 'consume'].includes(last))
  );
}

type Draft = { [key: string]: unknown };

function put(into: Draft, { path, value, isItem }: Leaf): void {
  let at = into;
  for (const step of path.slice(0, -1)) {
    const next = at[step] ?? {};
    at[step] = next;
    at = next as Draft; // made here, or by a leaf beside this one
  }
  const last = path.at(-1) ?? '';
  if (!isItem) at[last] ??= value;
  else at[last] = [...((at[last] ?? []) as unknown[]), value]; // only items are put at this path
}

const leaves = leavesOf(whole, []);
const units = [...new Set(leaves.map((leaf, index) => unitOf(leaf, index)))];

function unitOf(leaf: Leaf, index: number): string {
  return leaf.isItem ? `${leaf.path.join('/')} ${index}` : keyOf(leaf.path);
}

function deal(files: readonly number[]): Readonly<Record<string, string>> {
  const fileOf = new Map(units.map((unit, index) => [unit, files[index] ?? 0]));
  const drafts: Draft[] = [{}, {}, {}];
  for (const [index, leaf] of leaves.entries()) put(drafts[fileOf.get(unitOf(leaf, index)) ?? 0] ?? {}, leaf);
  const names = ['b.yaml', 'a/one.yaml', 'c.yaml'];
  return Object.fromEntries(names.map((name, index) => [name, JSON.stringify(drafts[index])]));
}

async function load(texts: Readonly<Record<string, string>>): Promise<Spec> {
  const loaded = await loadTexts(texts, { readReference: workspaceReferences(repository) });
  if (!loaded.ok) throw new Error(JSON.stringify([loaded.findings.slice(0, 3), texts]));
  return loaded.spec;
}

const places = new Set([
  'position',
  'positions',
  'also',
  'files',
  'namePosition',
  'keyPositions',
  'patternPositions',
]);

/** Without places: those are what differs. Functions are none of it. */
function said(value: unknown): string {
  return JSON.stringify(value, (key, one) => {
    if (places.has(key)) return undefined;
    return one instanceof Map || one instanceof Set ? [...one] : one;
  });
}

const anyFile = fc.array(fc.integer({ min: 0, max: 2 }), {
  minLength: units.length,
  maxLength: units.length,
});

describe('examples/spec.yaml, dealt out over three files', () => {
  test('has much to deal out', () => expect(units.length).toBeGreaterThan(60));

  test('asks for the same, under the same digest, and takes nothing away', async () => {
    const one = await load({ 'spec.yaml': JSON.stringify(whole) });
    const before = desiredState(one).desired;
    const live = liveWorld();
    const { digest } = buildPlan({ desired: before, live, findings: [] });
    await fc.assert(
      fc.asyncProperty(anyFile, async (files) => {
        const other = await load(deal(files));
        const { desired } = desiredState(other);
        expect(said(desired)).toBe(said(before));
        const plan = buildPlan({ desired, live, findings: [], before });
        expect(plan.digest).toBe(digest);
        expect(plan.leftRunning).toEqual([]);
        expect(noLongerEnforced({ before: one, now: other, keysNow: new Map() })).toEqual([]);
        const everywhere = [...desired.topics, ...desired.flows].flatMap(({ provenance }) =>
          provenance.origin === 'declared' ? [provenance.position, ...(provenance.also ?? [])] : [],
        );
        expect(new Set(everywhere.map(({ file }) => file)).size).toBeGreaterThan(1);
      }),
      { numRuns: 60, seed: 13 },
    );
  });
});
