import { secrets } from '../untouched/secrets.ts';
import type { MatrixWorld } from './world.ts';

const secret = (name: string) => ({ secret: name });
const core = { service: 'kafka-core' };

/** One of a mechanism that this action does not have: nobody's business here. */
const oauth = {
  name: 'cloud-kafka',
  userConfig: {
    bootstrap_servers: 'cloud.example:9093',
    security_protocol: 'SASL_SSL',
    sasl_mechanism: 'OAUTHBEARER',
  },
};

const login = {
  bootstrap_servers: 'kafka-1.example:9093',
  security_protocol: 'SASL_SSL',
  sasl_mechanism: 'SCRAM-SHA-512',
  sasl_plain_username: 'aiven-mm2',
  sasl_plain_password: secrets.PASSWORD,
  ssl_ca_cert: 'a CA',
};

export const endpointWorlds: readonly MatrixWorld[] = [
  {
    kind: 'endpoint',
    name: 'endpoints as Terraform makes them, with a newer key and a secret of it, one to create and one to remove',
    live: {
      endpoints: [
        oauth,
        {
          name: 'onprem-kafka',
          userConfig: { ...login, newer: { list: [1] }, newer_secret: 'newer-secret-for-tests' },
        },
        { name: 'old-kafka', userConfig: login },
      ],
    },
    spec: {
      clusters: {
        core,
        onprem: {
          bootstrap_servers: ['kafka-2.example:9093'],
          security_protocol: 'SASL_SSL',
          sasl_mechanism: 'SCRAM-SHA-512',
          mirror: {
            endpoint: 'onprem-kafka',
            sasl_plain_username: 'aiven-mm2',
            sasl_plain_password: secret('OTHER'),
          },
        },
        edge: {
          bootstrap_servers: ['edge.example:9093'],
          security_protocol: 'PLAINTEXT',
          mirror: { endpoint: 'edge-kafka' },
        },
      },
      removed: { endpoints: { 'old-kafka': { reason: 'closed' } } },
    },
    wanted: {
      'endpoint acme/onprem-kafka': {
        changed: { bootstrap_servers: 'kafka-2.example:9093', sasl_plain_password: secrets.OTHER },
      },
      'endpoint acme/edge-kafka': {
        made: { bootstrap_servers: 'edge.example:9093', security_protocol: 'PLAINTEXT' },
      },
      'endpoint acme/old-kafka': 'gone',
    },
    impossible: [
      {
        role: 'operator',
        key: 'endpoint acme/onprem-kafka',
        says: /does not reveal newer_secret/,
      },
      // Deletions come after everything else has succeeded.
      { role: 'operator', key: 'endpoint acme/old-kafka', says: /not-tried/ },
    ],
  },
  {
    kind: 'endpoint',
    name: 'an endpoint as avn makes it, whose protocol becomes another one: what means nothing then may stay',
    live: { endpoints: [{ name: 'onprem-kafka', userConfig: login }] },
    spec: {
      clusters: {
        core,
        onprem: {
          bootstrap_servers: ['kafka-1.example:9093'],
          security_protocol: 'SSL',
          mirror: {
            endpoint: 'onprem-kafka',
            ssl_client_cert: secret('CERT'),
            ssl_client_key: secret('KEY'),
          },
        },
      },
    },
    wanted: {
      'endpoint acme/onprem-kafka': {
        changed: { security_protocol: 'SSL', ssl_client_cert: secrets.CERT, ssl_client_key: secrets.KEY },
        mayChange: ['sasl_mechanism', 'sasl_plain_username', 'sasl_plain_password'],
      },
    },
  },
  {
    kind: 'endpoint',
    name: 'an endpoint of a client that sends null for what was never set, its servers in another spelling',
    live: {
      endpoints: [
        {
          name: 'onprem-kafka',
          userConfig: {
            ...login,
            bootstrap_servers: 'Kafka-2.example:9093, kafka-1.example:9093',
            ssl_client_cert: null,
            newer: null,
          },
        },
      ],
    },
    spec: {
      clusters: {
        core,
        onprem: {
          bootstrap_servers: ['kafka-1.example:9093', 'kafka-2.example:9093'],
          security_protocol: 'SASL_SSL',
          sasl_mechanism: 'SCRAM-SHA-512',
          mirror: {
            endpoint: 'onprem-kafka',
            sasl_plain_username: 'aiven-mm3',
            sasl_plain_password: secret('PASSWORD'),
          },
        },
      },
    },
    wanted: {
      'endpoint acme/onprem-kafka': {
        changed: { sasl_plain_username: 'aiven-mm3' },
      },
    },
  },
];
