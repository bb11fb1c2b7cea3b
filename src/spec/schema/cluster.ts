import { z } from 'zod';
import { saslMechanisms, securityProtocols } from '../../model/kafka-connection.ts';
import { aclsSchema } from './acl.ts';
import {
  alias,
  allowedBroker,
  bootstrapServer,
  endpointName,
  principal,
  principalGlob,
  projectName,
  serviceName,
  topicGlob,
  topicName,
  username,
} from './names.ts';
import { topicsSchema, unlistedConfigSchema } from './topic.ts';
import { choice, fileReference, named, orDefault, secretReference, words } from './values.ts';

export const tombstoneSchema = z
  .strictObject({ reason: words('Why it is gone; shown to reviewers.', 1, 200).optional() })
  .describe('A line that says: this must not exist any more.');

const manageSchema = z
  .strictObject({
    topics: z
      .strictObject({
        scope: z
          .array(topicGlob('Names of topics, with * and ?.'))
          .min(1)
          .describe("The topics that are the spec's own."),
        exclude: z
          .array(topicGlob('Names of topics, with * and ?.'))
          .describe('Exceptions from scope.')
          .optional(),
        prune: choice(
          'What deletes a topic: removed, only a line under removed (default); scope, not being listed is enough.',
          ['removed', 'scope'],
        ).optional(),
        unlisted_config: unlistedConfigSchema.optional(),
      })
      .describe('Ownership of topics that the spec does not list.')
      .optional(),
    acls: z
      .strictObject({
        principals: z
          .array(principalGlob)
          .min(1)
          .describe(
            'The ACLs of these principals are exactly those listed here or derived from flows; entries on delegation tokens and users, or whose host is no address, stay.',
          ),
      })
      .describe('Ownership of ACLs.')
      .optional(),
  })
  .describe('Ownership. Outside of it nothing is changed or deleted, except topics that the spec lists.');

const login = {
  sasl_plain_username: orDefault(username('SASL user name, for PLAIN and SCRAM.')),
  sasl_plain_password: orDefault(secretReference('SASL password, for PLAIN and SCRAM.')),
  ssl_client_cert: orDefault(secretReference('Client certificate, PEM.')),
  ssl_client_key: orDefault(secretReference('Private key of the client certificate, PEM.')),
};

const mirrorSchema = z
  .strictObject({
    endpoint: orDefault(
      endpointName('Name of the integration endpoint in Aiven; default: the name of the cluster here.'),
    ),
    ...login,
    principal: orDefault(
      principal(
        'How the cluster sees this login. Default: User:<username>, or the subject of ssl_client_cert as Kafka writes it.',
      ),
    ),
  })
  .describe("How Aiven's MirrorMaker 2 logs in. It becomes an external_kafka integration endpoint.");

const adminSchema = z.strictObject(login).describe('How this tool logs in to manage topics and ACLs there.');

const clusterAliasSchema = z
  .strictObject({
    endpoint: endpointName(
      'Integration endpoint that this alias is attached through; default: mirror.endpoint. Only for external clusters.',
    ).optional(),
  })
  .describe('One name of the cluster in MirrorMaker 2.');

/** An Aiven service or an external cluster: which of the two is checked in resolve/cluster.ts. */
const clusterSchema = z
  .strictObject({
    service: serviceName('Name of the Aiven for Apache Kafka service.').optional(),
    project: projectName('Aiven project of the service; default: the project of the spec.').optional(),
    bootstrap_servers: z
      .array(bootstrapServer)
      .min(1)
      .max(64)
      .describe('Brokers of an external cluster, host:port.')
      .optional(),
    brokers: z
      .array(allowedBroker)
      .min(1)
      .max(64)
      .describe(
        'Brokers that this action may contact; default: the hosts of bootstrap_servers, at any port. Not sent to Aiven.',
      )
      .optional(),
    cluster_id: named(
      'cluster-id',
      'Kafka cluster id',
      /^[a-zA-Z0-9_-]{1,64}$/,
      64,
      'Copy the id that the brokers report: kafka-cluster.sh cluster-id.',
      'Pin: stop if the brokers report another cluster id.',
    ).optional(),
    aliases: z
      .record(alias, clusterAliasSchema)
      .describe(
        'What MirrorMaker 2 calls the cluster, when it runs in several services with a name each; default: its name here. Flows and tuning then name these.',
      )
      .optional(),
    security_protocol: choice('How clients connect.', securityProtocols).optional(),
    sasl_mechanism: orDefault(choice('How SASL clients prove who they are.', saslMechanisms)),
    ssl_ca_cert: orDefault(
      fileReference('CA that signed the brokers’ certificates, PEM; default: the public ones.'),
    ),
    ssl_endpoint_identification_algorithm: orDefault(
      choice('Check of the host name: https (default), or empty for none.', ['https', '']),
    ),
    mirror: mirrorSchema.optional(),
    admin: adminSchema.optional(),
    manage: manageSchema.optional(),
    topics: topicsSchema.optional(),
    removed: z
      .strictObject({
        topics: z.record(topicName, tombstoneSchema).describe('Topics to delete, by name.').optional(),
      })
      .describe('What must not exist any more.')
      .optional(),
    acls: aclsSchema.optional(),
  })
  .describe('A Kafka cluster: an Aiven service, or an external cluster.');

export const clustersSchema = z
  .record(alias, clusterSchema)
  .describe(
    'Clusters by name: what every plan line calls them, and MirrorMaker 2 too unless aliases says otherwise.',
  );

export type RawCluster = z.output<typeof clusterSchema>;
export type RawMirror = z.output<typeof mirrorSchema>;
export type RawLogin = z.output<typeof adminSchema>;
export type RawManage = z.output<typeof manageSchema>;
