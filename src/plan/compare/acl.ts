import { comparison, type KindComparison } from './comparison.ts';

/** All fields of an ACL belong to its identity, so one that exists cannot differ from the spec. */
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
