import { readFileSync } from 'node:fs';
import type { Integration } from '../../sandbox/aiven/state.ts';
import type { World } from '../../sandbox/aiven/world.ts';
import { aivenProject } from './run-world.ts';

export const partnerCertificate = readFileSync('examples/certs/partner-ca.pem', 'utf8');

/** An endpoint with this password, the integrations of a flow `core -> partner` through it, and the flow. */
export function attachPartner(
  world: World,
  password: string,
): { readonly core: Integration; readonly partner: Integration } {
  const { id } = world.addEndpoint(aivenProject, 'partner-kafka', {
    bootstrap_servers: 'kafka.partner.example:9094',
    security_protocol: 'SASL_SSL',
    sasl_mechanism: 'SCRAM-SHA-512',
    sasl_plain_username: 'mm2',
    sasl_plain_password: password,
    ssl_ca_cert: partnerCertificate,
  });
  const core = { type: 'service', project: aivenProject, service: 'kafka-core' } as const;
  const partner = { type: 'endpoint', project: aivenProject, endpointId: id } as const;
  const attached = {
    core: world.addIntegration(aivenProject, 'mm2-core', core, { cluster_alias: 'core' }),
    partner: world.addIntegration(aivenProject, 'mm2-core', partner, { cluster_alias: 'partner' }),
  };
  world.setFlow(aivenProject, 'mm2-core', {
    source_cluster: 'core',
    target_cluster: 'partner',
    enabled: true,
    topics: ['t1'],
  });
  return attached;
}
