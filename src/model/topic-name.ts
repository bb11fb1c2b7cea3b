/** `MAX_NAME_LENGTH` and `LEGAL_CHARS` of org.apache.kafka.common.internals.Topic. */
export const maxTopicLength = 249;
export const topicCharacters = /^[a-zA-Z0-9._-]+$/;

export function isTopicName(name: string): boolean {
  return name.length <= maxTopicLength && topicCharacters.test(name) && name !== '.' && name !== '..';
}
