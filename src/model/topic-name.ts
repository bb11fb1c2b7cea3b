/* What org.apache.kafka.common.internals.Topic says of names. */

/** `Topic.MAX_NAME_LENGTH`. */
export const maxTopicLength = 249;
/** `Topic.LEGAL_CHARS`. */
export const topicCharacters = /^[a-zA-Z0-9._-]+$/;

/** `Topic.validate`: legal characters, not too long, and neither `.` nor `..`. */
export function isTopicName(name: string): boolean {
  return name.length <= maxTopicLength && topicCharacters.test(name) && name !== '.' && name !== '..';
}

/** `Topic.unifyCollisionChars`: of names for which this is the same, a cluster takes only one. */
export function collisionKey(name: string): string {
  return name.replaceAll('.', '_');
}
