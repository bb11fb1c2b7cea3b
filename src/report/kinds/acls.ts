import { type AclOperation, aclOperations, type KafkaAclId } from '../../model/kafka-acl.ts';
import { keyOf } from '../../model/resource.ts';
import { type Phrase, phrase } from '../words/phrase.ts';
import { type KindWords, named, ofFirst } from './kind-words.ts';

/** The entries of one principal on one resource become one sentence: `User:a` may Read, Describe on Topic `t`. */
export const kafkaAclWords: KindWords<'kafka-acl'> = {
  ...named<'kafka-acl'>('ACL', 'ACLs'),
  told: 'as a sentence',
  phrase: (id) => phrase`ACL ${id.principal} ${verb(id)} ${id.operation} on ${resource(id)}`,
  holder: ({ principal }) => principal,
  lineKey: ({ cluster, principal }, action) => JSON.stringify([action, cluster, principal]),
  linePhrase: ({ principal }) => phrase`ACL ${principal}`,
  sentenceKey: allButOperation,
  sentence: (ids) => ofFirst((id: KafkaAclId) => rights(id, ids))(ids),
  wholePhrase: (ids) => ofFirst((id: KafkaAclId) => phrase`ACL ${id.principal} ${rights(id, ids)}`)(ids),
};

export const aivenAclWords: KindWords<'aiven-acl'> = {
  ...named<'aiven-acl'>('Aiven ACL', 'Aiven ACLs'),
  told: 'as a sentence',
  phrase: ({ username, permission, topic }) => phrase`Aiven ACL ${username} ${permission} on topic ${topic}`,
  holder: ({ username }) => username,
  lineKey: ({ cluster, username }, action) => JSON.stringify([action, cluster, username, 'aiven']),
  linePhrase: ({ username }) => phrase`Aiven ACL ${username}`,
  sentenceKey: keyOf,
  sentence: ofFirst(({ permission, topic }) => phrase`${permission} on topic ${topic}`),
  wholePhrase: ofFirst((id) => aivenAclWords.phrase(id)),
};

/** may Read, Describe on Topic prefix `edge.` */
function rights(id: KafkaAclId, ids: readonly KafkaAclId[]): Phrase {
  return phrase`${verb(id)} ${[operations(ids).join(', ')]} on ${resource(id)}`;
}

/** In Kafka's own order, each once. */
function operations(ids: readonly KafkaAclId[]): readonly AclOperation[] {
  const present = new Set(ids.map(({ operation }) => operation));
  return aclOperations.filter((operation) => present.has(operation));
}

function verb(id: KafkaAclId): Phrase {
  return [id.permission === 'ALLOW' ? 'may' : 'must not'];
}

/** Topic prefix `edge.`, from host `10.1.2.3` */
function resource(id: KafkaAclId): Phrase {
  const host = id.host === '*' ? [] : phrase` from host ${id.host}`;
  if (id.resourceType === 'Cluster') return ['the Cluster', ...host];
  if (id.patternType === 'PREFIXED') return phrase`${[id.resourceType]} prefix ${id.resourceName}${host}`;
  if (id.resourceName === '*') return phrase`every ${[id.resourceType]}${host}`;
  return phrase`${[id.resourceType]} ${id.resourceName}${host}`;
}

/** Everything of the identity but the operation. */
function allButOperation(id: KafkaAclId): string {
  return JSON.stringify([
    id.cluster,
    id.principal,
    id.resourceType,
    id.patternType,
    id.resourceName,
    id.host,
    id.permission,
  ]);
}
