import { error, notice, warning } from './rule.ts';

export const aclRules = {
  'acl-permission': error(
    'an ACL line has both or neither of allow and deny',
    'A line either allows or denies; use two lines for both. Only `produce`, `consume` and `transactional_id` say what is allowed by themselves.',
    '- { principal: User:a, topic: t }',
  ),
  'acl-resource': error(
    'an ACL line is about no resource, or about several',
    'A line names one of topic, group, transactional_id and cluster.',
    '- { principal: User:a, allow: [Read] }',
  ),
  'acl-pattern': error(
    'an ACL name that matches nothing',
    'Kafka knows literal names, prefixes and * alone. A star inside a name is an ordinary character. The cluster has no prefix.',
    '- { principal: User:a, topic: orders.*, allow: [Read] }',
  ),
  'acl-operation': error(
    'an operation that the resource does not have',
    'Which operations exist on which resource is fixed in Kafka (AclEntry.supportedOperations).',
    '- { principal: User:a, group: g, allow: [Write] }',
  ),
  'acl-form': error(
    'keys of an ACL line that do not go together',
    "`produce`, `consume` and `transactional_id` say what is allowed on what. A line has either them, or a resource with `allow` or `deny`. At a topic an entry has either `principal`, for a Kafka-native ACL, or `username`, for one of Aiven's own model.",
    '- { principal: User:a, produce: [orders], allow: [Describe] }',
  ),
  'aiven-acl-form': error(
    "what Aiven's own ACL model has no entry for",
    "Aiven's own ACLs know users, topics and four permissions. A user with `write` may use every transactional id, one with `read` every group. Kafka-native ACLs can say which; an Aiven service takes both.",
    'acls: { aiven: [{ username: svc, consume: { topics: [orders], group: svc } }] }',
  ),
  'acl-too-many': error(
    'the ACLs of a spec stand for more than 600,000 entries',
    'Lists multiply: a thousand principals on a thousand topics are a million entries for each operation.',
    '- { principal: [User:a, …], topic: [orders, …], allow: [Read] }   # 1,000 of each',
  ),
  'acl-duplicate': error(
    'the same ACL entry twice',
    'Every operation of a line is an entry of its own, and so is what `produce`, `consume` and `transactional_id` stand for. The message names both places. Rights that two forms have in common are no duplicate: Describe of a topic that is written and read, or the group of two topics.',
    '- { principal: User:a, topic: t, allow: [Read] }\n- { principal: User:a, topic: t, allow: [Write, Read] }',
  ),
  'acl-host-never-matches': warning(
    'an ACL for a host that no client has',
    'Brokers compare the text of the address. A link-local client has the number of the interface on the broker in its address (`fe80::1%2`); `0.0.0.0`, `::` and multicast addresses are nobody. A denial that never matches protects nothing.',
    '- { principal: User:a, topic: t, deny: [All], host: 0.0.0.0 }',
  ),
  'acl-principal-is-pattern': warning(
    'a wildcard in the principal of a Kafka ACL on an external cluster',
    'Aiven services read `*` and `?` in a principal as wildcards. Kafka knows `User:*` for everyone and whole names. Any other star is an ordinary character, so the entry is about a user of exactly that name. A denial that matches nobody protects nothing. The wildcard of a certificate, as in `CN=*.corp.example`, is part of the name.',
    '- { principal: "User:svc-*", topic: t, deny: [All] }',
  ),
  'acl-for-everyone': warning(
    'an ACL allows everyone to do everything, or denies it to everyone',
    'User:* is every principal, the connecting users of MirrorMaker 2 and of this tool included. Also said of a pattern or a prefix that nearly every name matches.',
    '- { principal: "User:*", topic: orders, deny: [All] }',
  ),
  'acl-all-on-all': warning(
    'an ACL allows everything on every name',
    'All on * includes deleting topics and reading what MirrorMaker 2 and Connect keep in theirs. A prefix of one character is hardly less.',
    '- { principal: User:a, topic: "*", allow: [All] }',
  ),
  'acl-principal-not-managed': notice(
    'an ACL of a principal that the spec does not own',
    'It is added. It is not removed when its line goes, because only the ACLs of principals under `manage.acls` ever are.',
    'manage: { acls: { principals: [User:svc-*] } }\nacls: { kafka: [{ principal: User:bob, topic: t, allow: [Read] }] }',
  ),
} as const;
