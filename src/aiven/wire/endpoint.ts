import { z } from 'zod';

/** GET integration_endpoint: every type of endpoint; only the rows of type `external_kafka` are read further. */
export const endpointList = z.object({ service_integration_endpoints: z.array(z.unknown()) });
export const endpointRow = z.object({
  endpoint_id: z.string().min(1),
  endpoint_name: z.string().min(1),
  endpoint_type: z.literal('external_kafka'),
});
export type WireEndpointRow = z.infer<typeof endpointRow>;

/** Cleared fields come back as null, as an empty text, or not at all. */
const text = z
  .string()
  .nullish()
  .transform((value) => value || undefined);

export const endpointAnswer = z.object({
  service_integration_endpoint: z.object({
    endpoint_id: z.string().min(1),
    endpoint_name: z.string().min(1),
    // Loose: an update sends keys back that this version does not know.
    user_config: z.looseObject({
      bootstrap_servers: z.string().min(1),
      // Any text: Aiven extends these enumerations. A newer value is compared like others, and a spec cannot state it.
      security_protocol: z.string().min(1),
      sasl_mechanism: text,
      sasl_plain_username: text,
      sasl_plain_password: text,
      ssl_ca_cert: text,
      ssl_client_cert: text,
      ssl_client_key: text,
      // Empty means: the hostname is not checked.
      ssl_endpoint_identification_algorithm: z.string().nullish(),
    }),
  }),
});
export type WireEndpoint = z.infer<typeof endpointAnswer>['service_integration_endpoint'];
