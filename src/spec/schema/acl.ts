import { z } from 'zod';
import { aivenUsername, isResourceText } from '../../model/acl-forms.ts';
import { aivenAclPermissions } from '../../model/aiven-acl.ts';
import { aclOperations } from '../../model/kafka-acl.ts';
import { aclHost } from './acl-host.ts';
import { principal, topicGlob } from './names.ts';
import { choice, named, text, valueProblem } from './values.ts';

const resourceName = (description: string) =>
  text({ description, minLength: 1, maxLength: 256 }, (written) =>
    isResourceText(written)
      ? undefined
      : valueProblem(
          'text',
          'the name is empty, too long or holds control characters',
          'Write 1 to 256 characters.',
        ),
  );

const operations = (description: string) =>
  z.array(choice("One of Kafka's operations.", aclOperations)).min(1).describe(description);

/** Exactly one resource and exactly one of allow and deny: checked in resolve-acls.ts. */
const kafkaAclSchema = z
  .strictObject({
    principal: principal('Who: User: and the name.'),
    topic: resourceName('A topic name, a prefix of names with pattern: prefixed, or * for all.').optional(),
    group: resourceName('A consumer group, a prefix with pattern: prefixed, or * for all.').optional(),
    transactional_id: resourceName(
      'A transactional id, a prefix with pattern: prefixed, or * for all.',
    ).optional(),
    cluster: z.literal(true).describe('The cluster itself.').optional(),
    pattern: choice('literal: this name (default). prefixed: every name that starts so.', [
      'literal',
      'prefixed',
    ]).optional(),
    allow: operations('What is allowed.').optional(),
    deny: operations('What is denied; a denial beats every allowance.').optional(),
    host: aclHost.optional(),
  })
  .describe('One line of Kafka ACLs: every operation in it becomes an entry of its own.');

const aivenAclSchema = z
  .strictObject({
    username: named(
      'username',
      "user name of Aiven's ACLs",
      aivenUsername,
      64,
      'Use 1 to 64 letters, digits, dots, dashes and underscores; * and ? are wildcards.',
      'Name of a service user; * and ? are wildcards.',
    ),
    topic: topicGlob('Topic name; * and ? are wildcards.'),
    permission: choice('What is allowed.', aivenAclPermissions),
  })
  .describe("One entry of Aiven's own ACL model.");

export const aclsSchema = z
  .strictObject({
    kafka: z.array(kafkaAclSchema).describe('Kafka-native ACLs.').optional(),
    aiven: z
      .array(aivenAclSchema)
      .describe("Entries of Aiven's own ACL model; Aiven services only.")
      .optional(),
  })
  .describe('Access control lists. Only those of the principals under manage.acls are ever removed.');

export type RawKafkaAcl = z.output<typeof kafkaAclSchema>;
export type RawAivenAcl = z.output<typeof aivenAclSchema>;
