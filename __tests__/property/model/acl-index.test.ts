import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { broughtBy, covers, resourceOf } from '../../../src/model/acl-coverage.ts';
import { AclIndex } from '../../../src/model/acl-index.ts';
import type { KafkaAclId } from '../../../src/model/kafka-acl.ts';
import { kafkaAclId } from '../../support/build/resources.ts';

const acl: fc.Arbitrary<KafkaAclId> = fc
  .record({
    principal: fc.constantFrom('User:a', 'User:b', 'User:*'),
    host: fc.constantFrom('*', '*', '10.0.0.1'),
    resourceType: fc.constantFrom('Topic' as const, 'Group' as const),
    resourceName: fc.constantFrom('*', 'x', 'x.', 'x.y', 'x.y.z', 'y'),
    patternType: fc.constantFrom('LITERAL' as const, 'PREFIXED' as const),
    operation: fc.constantFrom('Read' as const, 'Describe' as const, 'AlterConfigs' as const, 'All' as const),
    permission: fc.constantFrom('ALLOW' as const, 'ALLOW' as const, 'ALLOW' as const, 'DENY' as const),
  })
  .map((parts) => kafkaAclId('onprem', parts));

test('looking entries up finds what trying them one by one finds', () => {
  fc.assert(
    fc.property(fc.array(acl, { maxLength: 8 }), acl, (entries, wanted) => {
      const about = entries.filter(
        ({ principal, resourceType }) =>
          [wanted.principal, 'User:*'].includes(principal) && resourceType === wanted.resourceType,
      );
      const allowed = about.some(
        (entry) =>
          entry.permission === 'ALLOW' &&
          entry.host === '*' &&
          broughtBy(wanted.operation).includes(entry.operation) &&
          covers(resourceOf(entry), resourceOf(wanted)),
      );
      const denied = about.some(
        (entry) =>
          entry.permission === 'DENY' &&
          (entry.operation === 'All' || broughtBy(entry.operation).includes(wanted.operation)) &&
          [resourceOf(entry), resourceOf(wanted)].some((one, index, both) =>
            covers(one, both[1 - index] ?? one),
          ),
      );
      expect(new AclIndex(entries).isGranted(wanted)).toBe(allowed && !denied);
    }),
    { numRuns: 5000 },
  );
});
