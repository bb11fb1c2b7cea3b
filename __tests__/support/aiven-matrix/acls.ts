import type { AivenAclDraft, KafkaAclDraft } from '../untouched/drafts.ts';
import type { MatrixWorld } from './world.ts';

const manage = { acls: { principals: ['User:svc-*'] } };

function aiven(username: string, topic: string, permission: string): AivenAclDraft {
  return { username, topic, permission };
}

function kafka(
  principal: string,
  resourceName: string,
  operation: string,
  permission: 'ALLOW' | 'DENY' = 'ALLOW',
): KafkaAclDraft {
  return { principal, resourceName, operation, permission };
}

export const aclWorlds: readonly MatrixWorld[] = [
  {
    kind: 'aiven-acl',
    name: 'entries as the console makes them: the same one twice, a newer permission, wildcards',
    live: {
      aivenAcls: [
        aiven('svc-a', 'orders', 'read'),
        aiven('svc-a', 'orders', 'read'),
        aiven('svc-b', 'payments.*', 'readwrite'),
        aiven('svc-c', 'orders', 'newer'),
        aiven('*', 'public', 'read'),
      ],
    },
    spec: {
      clusters: {
        core: {
          service: 'kafka-core',
          manage,
          acls: {
            aiven: [
              { username: 'svc-a', topic: 'orders', permission: 'read' },
              { username: 'svc-a', topic: 'orders.*', permission: 'write' },
            ],
          },
        },
      },
    },
    wanted: {
      'aiven-acl core/svc-a write on orders.*': { made: {} },
      'aiven-acl core/svc-b readwrite on payments.*': 'gone',
    },
  },
  {
    kind: 'kafka-acl',
    name: "entries as Terraform and Kafka's tools make them, a denial among them",
    live: {
      kafkaAcls: [
        kafka('User:svc-a', 'orders', 'Read'),
        kafka('User:svc-a', 'orders', 'Write', 'DENY'),
        kafka('User:svc-b', 'payments', 'Describe'),
        kafka('User:other', 'orders', 'Write'),
      ],
    },
    spec: {
      clusters: {
        core: {
          service: 'kafka-core',
          manage,
          acls: {
            kafka: [
              { principal: 'User:svc-a', topic: 'orders', allow: ['Read', 'Describe'] },
              { principal: 'User:svc-c', topic: 'payments', deny: ['Write'] },
            ],
          },
        },
      },
    },
    wanted: {
      'kafka-acl core/User:svc-a may Describe Topic orders': { made: {} },
      'kafka-acl core/User:svc-c must not Write Topic payments': { made: {} },
      'kafka-acl core/User:svc-a must not Write Topic orders': 'gone',
      'kafka-acl core/User:svc-b may Describe Topic payments': 'gone',
    },
  },
];
