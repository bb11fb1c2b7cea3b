import { readFileSync } from 'node:fs';

/** Behind the clusters of a spec with `core`: an external cluster that nobody contacts, and a flow from it. */
export const partnerFlow = `  partner:
    bootstrap_servers: [localhost:1]
    security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    ssl_ca_cert: { file: kafka/certs/partner-ca.pem }
    mirror: { endpoint: partner-kafka, sasl_plain_username: mm2, sasl_plain_password: { secret: PARTNER } }
mirrormaker:
  mm2-core:
    flows:
      partner -> core: { topics: ['orders'], access: 'off', create_topics: none, emit_heartbeats_enabled: true }
`;

/** What such a spec needs beside it: a file, and a variable of the run. */
export const partnerFiles = {
  'kafka/certs/partner-ca.pem': readFileSync('examples/certs/partner-ca.pem', 'utf8'),
};
export const partnerEnv = { KAFKA_SECRET_PARTNER: 'a password for this test' };
