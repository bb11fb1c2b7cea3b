import { expect, test } from '@jest/globals';
import { parseAuthorizerLog } from '../../../sandbox/kafka/authorizer-log.ts';

test('decisions are read from the lines of StandardAuthorizer, others are left out', () => {
  const log = [
    '2026-01-15T09:30:00,123 DEBUG Principal = User:admin is Allowed operation = ALTER from host = 127.0.0.1 on resource = Cluster:LITERAL:kafka-cluster for request = CreateAcls with resourceRefCount = 1 based on rule SuperUser',
    '2026-01-15T09:30:00,456 INFO  Principal = User:CN=mirror, O=Acme is Denied operation = IDEMPOTENT_WRITE from host = 127.0.0.1 on resource = TransactionalId:LITERAL:a b for request = InitProducerId with resourceRefCount = 1 based on rule DefaultDeny',
    '2026-01-15T09:30:01,000 INFO  [StandardAuthorizer 1] Initialized with 0 acl(s).',
    '',
  ].join('\n');
  expect(parseAuthorizerLog(log)).toEqual([
    {
      principal: 'User:admin',
      allowed: true,
      operation: 'ALTER',
      host: '127.0.0.1',
      resourceType: 'CLUSTER',
      resourceName: 'kafka-cluster',
      request: 'CreateAcls',
    },
    {
      principal: 'User:CN=mirror, O=Acme',
      allowed: false,
      operation: 'IDEMPOTENT_WRITE',
      host: '127.0.0.1',
      resourceType: 'TRANSACTIONAL_ID',
      resourceName: 'a b',
      request: 'InitProducerId',
    },
  ]);
});
