import { comparison, type KindComparison } from './comparison.ts';

export const kafkaAclComparison = ofIdentityAlone('kafka-acl');
export const aivenAclComparison = ofIdentityAlone('aiven-acl');

/** All fields of an ACL belong to its identity, so one that exists cannot differ from the spec. */
function ofIdentityAlone<K extends 'kafka-acl' | 'aiven-acl'>(kind: K): KindComparison<K> {
  return {
    kind,
    compare: () => comparison({}),
    stated: () => [],
    describe: () => [],
    describeLive: () => [],
  };
}
