/**
 * Keys of an external cluster that say where it is, how it is reached and by whom. What stands whole in one file, and what an Aiven
 * service does not have, follow from this list.
 */
export const externalConnectionKeys = [
  'bootstrap_servers',
  'brokers',
  'cluster_id',
  'security_protocol',
  'sasl_mechanism',
  'ssl_ca_cert',
  'ssl_endpoint_identification_algorithm',
  'mirror',
  'admin',
] as const;
