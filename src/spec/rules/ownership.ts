import { error, notice, warning } from './rule.ts';

export const ownershipRules = {
  'scope-matches-all': warning(
    'the spec owns every topic of the cluster, or nearly every one',
    'Fine for a cluster of one team. Topics of other teams and tools would be reported as not listed. Judged by the names that the pattern matches, not by its spelling. With `prune: scope` also said of a pattern that gives one character of the name alone.',
    "manage: { topics: { scope: ['*'] } }",
  ),
  'glob-is-regex': warning(
    'a regular expression where a glob is read',
    '`.*` as a glob is every name that begins with a dot, `edge-.*` every one with `edge-.` before it: legal, and surely not meant. Globs stand under `manage`, in `groups` and in Aiven ACLs, names and prefixes in Kafka ACLs; only the `topics` of flows are regular expressions. Where a plan sees that it matches nothing and the expression would, it is an error; a text that may be meant, such as `edge.*`, is a warning then.',
    "manage: { topics: { scope: ['.*'] } }",
  ),
  'prune-everything': error(
    'every topic that is not listed would be deleted',
    '`prune: scope` with a pattern that matches every name, or names of all sorts as `*.*` does, also covers topics of MirrorMaker 2, Connect and schema registries. Name the prefixes that are yours.',
    "manage: { topics: { scope: ['*'], prune: scope } }",
  ),
  'principals-match-many': warning(
    'the spec owns the ACLs of every principal with one character in common',
    'A pattern that gives one character alone hardly names what is yours. The ACLs of these principals that are not in the spec would be revoked.',
    "manage: { acls: { principals: ['User:s*'] } }",
  ),
  'principals-match-all': error(
    'the spec owns the ACLs of every principal, or of nearly every one',
    'Judged by the names that the pattern matches: `User:CN=*` is everybody who has a certificate. Every ACL that is not in the spec would be revoked, those of administrators and of this tool included. Name the principals that are yours.',
    "manage: { acls: { principals: ['User:*'] } }",
  ),
  'topic-outside-scope': notice(
    'a topic is listed but lies outside of the owned names',
    'It is created and kept as the spec says, because it is listed. Once its line is gone nothing says that it belongs to the spec, so it will stay, unlisted and untouched.',
    'manage: { topics: { scope: [orders.*] } }\ntopics: { payments: {} }',
  ),
  'removed-outside-scope': error(
    'a topic under `removed` lies outside of the owned names',
    'Only topics within `manage.topics` are ever deleted. Add the name to `scope`, or delete the topic by hand.',
    'manage: { topics: { scope: [orders.*] } }\nremoved: { topics: { payments: {} } }',
  ),
  'declared-and-removed': error(
    'something is declared and removed at once',
    'Keep the declaration or the line under `removed`. A flow of the spec also declares the topics in which it keeps its state: without its positions it starts over.',
    'topics: { orders: {} }\nremoved: { topics: { orders: {} } }',
  ),
  'protected-and-removed': error(
    'a protected topic is under `removed`',
    'A topic with `protect: true` is never deleted. Take the protection away first, in a change of its own: a plan also looks at the spec before the change, so that to leave the line out, or to move it under `removed` without its protection, deletes nothing.',
    'topics: { orders: { protect: true } }\nremoved: { topics: { orders: {} } }',
  ),
} as const;
