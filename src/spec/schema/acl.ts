import { z } from 'zod';
import { aivenUsername, isResourceText } from '../../model/acl-forms.ts';
import { anyHost, hostAddress } from '../../model/acl-host.ts';
import { aivenAclPermissions } from '../../model/aiven-acl.ts';
import { aclOperations } from '../../model/kafka-acl.ts';
import { show } from '../rules/report.ts';
import { principal, topicGlob } from './names.ts';
import { choice, named, oneOrMore, text, type ValueProblem, value, valueProblem } from './values.ts';

/** Kafka compares the host of an ACL with the client's address: no names, no ranges. Any spelling of an address is taken. */
const aclHost = text({ description: 'Address of the client; default: *, any host.' }, (written) =>
  written === anyHost || hostAddress(written) !== undefined ? undefined : problemOf(written),
);

function problemOf(written: string): ValueProblem {
  const [network = ''] = written.split('/');
  if (network !== written && hostAddress(network) !== undefined) {
    const hint =
      'Write one line per address. Kafka has no ranges: it compares the whole address of the client.';
    return valueProblem('acl-host', `${show(written)} is a range of addresses, not an address`, hint);
  }
  const decimal = written.replace(/(^|\.)0+(?=\d)/g, '$1');
  if (hostAddress(decimal) !== undefined) {
    const message = `${show(written)} has numbers that begin with 0, which some programs read in base eight`;
    return valueProblem('acl-host', message, `Write ${decimal} if the numbers are decimal.`);
  }
  const alone = /^\[([^\]]*)\](:\d+)?$/.exec(written)?.[1] ?? /^([^:]*):\d+$/.exec(written)?.[1] ?? '';
  if (hostAddress(alone) !== undefined) {
    const hint = `Write ${alone}: no brackets and no port.`;
    return valueProblem('acl-host', `${show(written)} is more than an address`, hint);
  }
  const hint = "Write the client's IP address, or * for any host. Kafka never looks up names.";
  return valueProblem('acl-host', `${show(written)} is not an address`, hint);
}

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

/** A name, `*` for all, or `{ prefix: … }`. */
const nameForms = (what: string) =>
  [
    resourceName(`Name of a ${what}, or * for all.`),
    z
      .strictObject({ prefix: resourceName(`What the name of every such ${what} begins with.`) })
      .describe(`Every ${what} whose name begins so.`),
  ] as const;

const oneName = (description: string, what: string) => z.union(nameForms(what)).describe(description);
const names = (description: string, what: string) =>
  z
    .array(oneName(`One ${what}.`, what))
    .min(1)
    .describe(description);

const operations = (description: string) =>
  z.array(choice("One of Kafka's operations.", aclOperations)).min(1).describe(description);

const principals = (description: string) => oneOrMore(description, [principal('User: and the name.')]);

const group = oneName(
  'Consumer group that is used to read, or { prefix: … } for all whose name begins so.',
  'consumer group',
);

const transactionalId = (description: string) => oneOrMore(description, nameForms('transactional id'));

const withKey = (key: string) => ({ required: [key] });
const anyKeyOf = (...keys: readonly string[]) => ({ anyOf: keys.map(withKey) });
const formKeys = ['produce', 'consume'];
/** Of JSON Schema: about exactly one resource. */
const entryLine = { oneOf: ['topic', 'group', 'transactional_id', 'cluster'].map(withKey) };

/** Which keys go together is checked in `spec/acls`; editors are told by `oneOf`. */
const kafkaAclSchema = z
  .strictObject({
    principal: principals('Who: User: and the name, or a list of several.'),
    topic: oneOrMore(
      'Topic, or a list of several: a name, { prefix: … }, a prefix with pattern: prefixed, or * for all.',
      nameForms('topic'),
    ).optional(),
    group: oneOrMore(
      'Consumer group, or a list of several: a name, { prefix: … }, a prefix with pattern: prefixed, or * for all.',
      nameForms('consumer group'),
    ).optional(),
    transactional_id: transactionalId(
      'Transactional id, or a list of several. Without allow and deny: they may be used, which is Write and Describe.',
    ).optional(),
    cluster: z.literal(true).describe('The cluster itself.').optional(),
    pattern: choice(
      'How a name is read: literal, this name (default), or prefixed, every name that starts so.',
      ['literal', 'prefixed'],
    ).optional(),
    allow: operations('What is allowed.').optional(),
    deny: operations('What is denied; a denial beats every allowance.').optional(),
    produce: names('Topics that are written to: Write and Describe on each.', 'topic').optional(),
    consume: z
      .strictObject({
        topics: names('Topics that are read: Read and Describe on each.', 'topic'),
        group,
      })
      .describe('What is read, and as which group: Read and Describe on the topics, Read on the group.')
      .optional(),
    host: aclHost.optional(),
  })
  .meta({
    description:
      'One line of Kafka ACLs. Every operation for every principal on every name in it becomes an entry of its own.',
    oneOf: [
      { ...entryLine, required: ['allow'], not: anyKeyOf(...formKeys, 'deny') },
      { ...entryLine, required: ['deny'], not: anyKeyOf(...formKeys, 'allow') },
      {
        anyOf: [...formKeys, 'transactional_id'].map(withKey),
        not: anyKeyOf('allow', 'deny', 'topic', 'group', 'cluster', 'pattern'),
      },
    ],
  });

const username = named(
  'username',
  "user name of Aiven's ACLs",
  aivenUsername,
  64,
  'Use 1 to 64 letters, digits, dots, dashes and underscores; * and ? are wildcards.',
  'Name of a service user; * and ? are wildcards.',
);

const globs = (description: string) =>
  z.array(topicGlob('Topic name; * and ? are wildcards.')).min(1).describe(description);

/** What Aiven's own model has no entry for. */
function notInAiven(what: string, allows: string) {
  return value<never>({ description: `Not for Aiven's own ACLs, which know no ${what}.`, not: {} }, () =>
    valueProblem(
      'aiven-acl-form',
      `Aiven's own ACLs know no ${what}: ${allows}`,
      'Remove the line, or use acls.kafka, where it can be said.',
    ),
  );
}

const aivenAclSchema = z
  .strictObject({
    username: oneOrMore('Service user, or a list of several; * and ? are wildcards.', [username]),
    topic: oneOrMore('Topic, or a list of several; * and ? are wildcards.', [
      topicGlob('Topic name; * and ? are wildcards.'),
    ]).optional(),
    permission: choice('What is allowed.', aivenAclPermissions).optional(),
    produce: globs('Topics that are written to: permission write on each.').optional(),
    consume: z
      .strictObject({
        topics: globs('Topics that are read: permission read on each.'),
        group: notInAiven('groups', 'who may read may do so as any group').optional(),
      })
      .describe('What is read: permission read on each topic, as any group.')
      .optional(),
    transactional_id: notInAiven(
      'transactional ids',
      'who may write may do so under any transactional id',
    ).optional(),
  })
  .meta({
    description: "One line of Aiven's own ACL model: every user and topic in it is an entry of its own.",
    oneOf: [
      { required: ['topic', 'permission'], not: anyKeyOf(...formKeys) },
      { anyOf: formKeys.map(withKey), not: anyKeyOf('topic', 'permission') },
    ],
  });

export const aclsSchema = z
  .strictObject({
    kafka: z.array(kafkaAclSchema).describe('Kafka-native ACLs.').optional(),
    aiven: z
      .array(aivenAclSchema)
      .describe("Entries of Aiven's own ACL model; Aiven services only.")
      .optional(),
  })
  .describe('Access control lists. Only those of the principals under manage.acls are ever removed.');

const whoAtTopic = {
  principal: principals('Who, for a Kafka-native ACL: User: and the name, or a list of several.').optional(),
  username: oneOrMore("Service user, or a list of several, for an entry of Aiven's own ACL model.", [
    username,
  ]).optional(),
  host: aclHost.optional(),
};

/** `produce` and `consume` at a topic: the same rights, said from the other side. */
export const topicProduceSchema = z
  .array(
    z
      .union([
        principal('User: and the name.'),
        z
          .strictObject({
            ...whoAtTopic,
            transactional_id: transactionalId(
              'Transactional id that the records are written under: Write and Describe on it.',
            ).optional(),
          })
          .meta({
            description: 'A producer with more than its name.',
            oneOf: [{ required: ['principal'] }, { required: ['username'] }],
          }),
      ])
      .describe('A principal, or a map with principal or username.'),
  )
  .describe('Who writes to the topic: Write and Describe on it, or permission write for a username.');

export const topicConsumeSchema = z
  .array(
    z.strictObject({ ...whoAtTopic, group: group.optional() }).meta({
      description: 'A consumer: principal and group, or a username.',
      oneOf: [{ required: ['principal', 'group'] }, { required: ['username'] }],
    }),
  )
  .describe(
    'Who reads the topic, and as which group: Read and Describe on it and Read on the group, or permission read for a username.',
  );

export type RawKafkaAcl = z.output<typeof kafkaAclSchema>;
export type RawAivenAcl = z.output<typeof aivenAclSchema>;
export type RawTopicProduce = z.output<typeof topicProduceSchema>;
export type RawTopicConsume = z.output<typeof topicConsumeSchema>;
export type RawAclName = string | { readonly prefix: string };
