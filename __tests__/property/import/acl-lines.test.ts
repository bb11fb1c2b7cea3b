import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { desiredState } from '../../../src/desired/desired.ts';
import { kafkaAclLines } from '../../../src/import/draft/kafka-acl-lines.ts';
import { writeSpec } from '../../../src/import/write/write-spec.ts';
import { supportedOperations } from '../../../src/model/acl-forms.ts';
import type { KafkaAclId } from '../../../src/model/kafka-acl.ts';
import { keyOf } from '../../../src/model/resource.ts';
import { kafkaAclId } from '../../support/build/resources.ts';
import { loadFiles } from '../../support/estate/estate-stage.ts';

const id: fc.Arbitrary<KafkaAclId> = fc
  .constantFrom('Topic', 'Topic', 'Group', 'TransactionalId', 'Cluster')
  .chain((resourceType) =>
    fc.record({
      principal: fc.constantFrom('User:a', 'User:b', 'User:*'),
      host: fc.constantFrom('*', '*', '*', '10.0.0.1'),
      resourceType: fc.constant(resourceType),
      resourceName:
        resourceType === 'Cluster' ? fc.constant('kafka-cluster') : fc.constantFrom('x', 'y', 'x.', '*'),
      patternType:
        resourceType === 'Cluster'
          ? fc.constant('LITERAL')
          : fc.constantFrom('LITERAL', 'LITERAL', 'PREFIXED'),
      operation: fc.oneof(
        { arbitrary: fc.constantFrom('Read', 'Write', 'Describe'), weight: 4 },
        { arbitrary: fc.constantFrom(...supportedOperations[resourceType]), weight: 1 },
      ),
      permission: fc.constantFrom('ALLOW', 'ALLOW', 'ALLOW', 'DENY'),
    }),
  )
  .map((parts) => kafkaAclId('core', parts as Partial<KafkaAclId>)) // made of the words above
  .filter(
    ({ resourceType, operation, resourceName, patternType }) =>
      (supportedOperations as Record<string, readonly string[]>)[resourceType]?.includes(operation) ===
        true && !(resourceName === '*' && patternType === 'PREFIXED'),
  );

async function said(ids: readonly KafkaAclId[]): Promise<readonly string[]> {
  const cluster = {
    key: 'core',
    connection: new Map([['service', 'kafka-core']]),
    topics: [],
    kafkaAcls: kafkaAclLines(ids),
    aivenAcls: [],
  };
  const draft = {
    ...{ name: 'x', project: 'x', profiles: [], clusters: [cluster], mirrormakers: [] },
    ...{ certificates: new Map<string, string>(), secrets: [] },
  };
  const loaded = await loadFiles(writeSpec(draft, [], 'kafka'));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  return desiredState(loaded.spec)
    .desired.kafkaAcls.map((acl) => keyOf(acl.id))
    .sort();
}

test('the lines say exactly the entries that are there', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(id, { minLength: 1, maxLength: 30, selector: keyOf }), async (ids) => {
      expect(await said(ids)).toEqual(ids.map(keyOf).sort());
    }),
    { numRuns: 300 },
  );
});

describe('how they say it', () => {
  const on = (
    resourceType: KafkaAclId['resourceType'],
    resourceName: string,
    ...operations: readonly KafkaAclId['operation'][]
  ) =>
    operations.map((operation) =>
      kafkaAclId('core', { principal: 'User:svc', resourceType, resourceName, operation }),
    );
  const lines = (...ids: readonly (readonly KafkaAclId[])[]) =>
    kafkaAclLines(ids.flat()).map(({ fields }) => Object.fromEntries(fields));

  test('a service that writes, reads as one group and has a transactional id has one line', () => {
    expect(
      lines(
        on('Topic', 'out', 'Write', 'Describe'),
        on('Topic', 'in', 'Read', 'Describe'),
        on('Group', 'svc', 'Read'),
        on('TransactionalId', 'svc-1', 'Write', 'Describe'),
      ),
    ).toEqual([
      {
        principal: 'User:svc',
        produce: ['out'],
        consume: new Map<string, unknown>([
          ['topics', ['in']],
          ['group', 'svc'],
        ]),
        transactional_id: 'svc-1',
      },
    ]);
  });

  test('with a second group it stays open as which the topics are read', () => {
    expect(
      lines(on('Topic', 'in', 'Read', 'Describe'), on('Group', 'one', 'Read'), on('Group', 'two', 'Read')),
    ).toEqual([
      { principal: 'User:svc', group: ['one', 'two'], allow: ['Read'] },
      { principal: 'User:svc', topic: 'in', allow: ['Read', 'Describe'] },
    ]);
  });

  test('one operation more is no form', () => {
    expect(lines(on('Topic', 'out', 'Write', 'Describe', 'Create'))).toEqual([
      { principal: 'User:svc', topic: 'out', allow: ['Write', 'Create', 'Describe'] },
    ]);
  });

  test('principals with the same rights share a line', () => {
    const ids = ['User:b', 'User:a'].map((principal) => kafkaAclId('core', { principal }));
    expect(lines(ids)).toEqual([{ principal: ['User:a', 'User:b'], topic: 'orders', allow: ['Read'] }]);
  });
});
