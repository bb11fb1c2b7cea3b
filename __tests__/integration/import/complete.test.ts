import { afterEach, describe, expect, test } from '@jest/globals';
import type { Completed } from '../../../src/import/complete-spec.ts';
import { EstateStage } from '../../support/estate/estate-stage.ts';
import { sampleEstate } from '../../support/estate/sample-estate.ts';
import { expectGolden } from '../../support/golden-file.ts';

let stage: EstateStage | undefined;
afterEach(() => stage?.stop());

async function completed(
  files: Readonly<Record<string, string>>,
): Promise<Extract<Completed, { readonly state: 'completed' }>> {
  stage = await EstateStage.open(sampleEstate);
  const result = await stage.complete(new Map(Object.entries(files)));
  if (result.state !== 'completed') throw new Error(JSON.stringify(result));
  return result;
}

const base = `# What the shop runs on. Ask in the channel before you change it.
version: 1
name: shop   # also the name of the comment
project: acme-prod

clusters:
  core:   # the big one
    service: "kafka-core"
    topics:
      orders.created: { partitions: 12, replication: 3 }   # to grow on Monday
      orders.paid: { partitions: 6, replication: 3 }
    manage:
      topics: { scope: ['orders.*'] }
    removed:
      topics:
        orders.archive: { reason: nobody reads it }
    acls:
      kafka:
        # the audit
        - principal: User:svc-audit
          topic: { prefix: orders. }
          allow: [Read, Describe]
`;

describe('a spec that exists', () => {
  test('gets what is there and it does not say; each of its lines stays', async () => {
    const { files, leftOut, counts, secrets } = await completed({ 'kafka/shop.yaml': base });
    expect([...files.keys()]).toEqual(['kafka/shop.yaml']);
    const text = files.get('kafka/shop.yaml') ?? '';
    expectGolden(new URL('golden/completed.yaml', import.meta.url), text);
    const lines = text.split('\n');
    expect(
      base
        .trimEnd()
        .split('\n')
        .filter((line) => !lines.includes(line)),
    ).toEqual([]);
    expect(counts).toEqual({ clusters: 3, flows: 2, topics: 3, acls: 10 });
    expect(secrets.map(({ name }) => name)).toEqual(['ONPREM_MM2_PASSWORD']);
    expect(
      leftOut.filter(({ isExpected }) => isExpected !== true).map(({ what, why }) => `${what}: ${why}`),
    ).toEqual(['topic orders.archive of core: the spec says that it should not be there']);
  });

  test('asks for the changes that it asked for before, and for no other', async () => {
    const { files } = await completed({ 'kafka/shop.yaml': base });
    const before = await stage?.plan(new Map([['kafka/shop.yaml', base]]));
    const after = await stage?.plan(files);
    const words = (plan: typeof before) =>
      plan?.changes.map(({ id, action }) => `${action} ${JSON.stringify(id)}`);
    expect(words(before)).toHaveLength(2);
    expect(words(after)).toEqual(words(before));
  });

  test('that says everything is left as it is', async () => {
    const { files } = await completed({ 'kafka/shop.yaml': base });
    const again = await stage?.complete(files);
    expect(again).toMatchObject({ state: 'completed', files: new Map() });
  });

  test('keeps its names, and leaves out what it cannot say under them', async () => {
    const named = base.replace('core:   #', 'main:   #');
    const { files, leftOut } = await completed({ 'kafka/shop.yaml': named });
    expect([...files.values()].join('')).not.toContain('-> core');
    expect(leftOut.map(({ what, why }) => `${what}: ${why}`)).toContain(
      'flow onprem -> core of mm2-core: the spec does not list core under aliases of main',
    );
  });
});
