import { comparison, type KindComparison } from './comparison.ts';

/** Every field of an ACL is its identity: one that is there is as it should be. */
export const kafkaAclComparison: KindComparison<'kafka-acl'> = {
  kind: 'kafka-acl',
  compare: () => comparison({}),
  stated: () => [],
  describe: () => [],
  describeLive: () => [],
};

export const aivenAclComparison: KindComparison<'aiven-acl'> = {
  kind: 'aiven-acl',
  compare: () => comparison({}),
  stated: () => [],
  describe: () => [],
  describeLive: () => [],
};
