import fc from 'fast-check';
import { hostileText } from '../hostile-text.ts';
import type { AivenAclDraft, KafkaAclDraft } from './estate-draft.ts';

const principal = fc.oneof(
  fc.constantFrom(
    'User:svc-audit',
    'User:*',
    'User:CN=mm2,O=Acme',
    'User:svc*',
    'Group:x',
    'User:',
    'User:null',
    'User:a b',
  ),
  hostileText.map((name) => `User:${name}`),
);

const operations = {
  TOPIC: ['READ', 'WRITE', 'DESCRIBE', 'ALL', 'CREATE', 'ALTER_CONFIGS'],
  GROUP: ['READ', 'DESCRIBE', 'DELETE'],
  CLUSTER: ['DESCRIBE', 'IDEMPOTENT_WRITE', 'CREATE', 'CLUSTER_ACTION'],
  TRANSACTIONAL_ID: ['WRITE', 'DESCRIBE'],
} as const;

const resource = fc.oneof(
  fc.constantFrom('orders', 'orders.', '*', 'or*', '.', '1', 'true', 'a b'),
  hostileText.filter((name) => name !== ''),
);

const kafkaAcl: fc.Arbitrary<KafkaAclDraft> = fc
  .constantFrom('TOPIC', 'GROUP', 'CLUSTER', 'TRANSACTIONAL_ID')
  .chain((resourceType) =>
    fc.record({
      principal,
      host: fc.constantFrom(
        '*',
        '*',
        '10.1.2.3',
        '10.0.0.0/8',
        'host.example',
        '::1',
        '0:0:0:0:0:0:0:1',
        '010.1.1.1',
        'fe80::1%eth0',
      ),
      resourceType: fc.constant(resourceType),
      resourceName: resourceType === 'CLUSTER' ? fc.constant('kafka-cluster') : resource,
      patternType:
        resourceType === 'CLUSTER'
          ? fc.constant('LITERAL' as const)
          : fc.constantFrom('LITERAL' as const, 'PREFIXED' as const),
      operation: fc.constantFrom(...operations[resourceType]),
      permission: fc.constantFrom('ALLOW' as const, 'DENY' as const),
    }),
  );

export const randomKafkaAcls: fc.Arbitrary<readonly KafkaAclDraft[]> = fc.array(kafkaAcl, { maxLength: 6 });

const aivenAcl: fc.Arbitrary<AivenAclDraft> = fc.record({
  username: fc.constantFrom('svc', 'svc-*', '*', 'a?c', 'avnadmin', 'ünïcode', 'null', 'x y'),
  topic: fc.constantFrom('orders.*', '*', 'a', '.', 'true', 'x y', '?', 'é'),
  permission: fc.constantFrom('admin', 'read', 'write', 'readwrite', 'newer'),
});

export const randomAivenAcls: fc.Arbitrary<readonly AivenAclDraft[]> = fc.array(aivenAcl, { maxLength: 4 });
