import { z } from 'zod';
import { ForeignText } from '../../model/foreign-text.ts';

const text = z.string().nullish();
/** Sentences of Aiven, which repeat what MirrorMaker 2 and the brokers said. */
const foreign = z.string().transform((said) => ForeignText.of(said));
const words = foreign.nullish();

/**
 * GET integrations of a service: both directions, every type, and rows for integrations that are merely
 * possible, which have no id and are not enabled. `source_service` is null when the source is an endpoint.
 */
export const integrationList = z.object({ service_integrations: z.array(z.unknown()) });
export const integrationRow = z.object({
  service_integration_id: text,
  integration_type: z.string(),
  enabled: z.boolean().nullish(),
  active: z.boolean().nullish().catch(undefined),
  source_project: text,
  source_service: text,
  source_endpoint: text,
  source_endpoint_id: text,
  dest_project: text.catch(undefined),
  dest_service: text,
  user_config: z.record(z.string(), z.unknown()).nullish(),
  integration_status: z
    .object({
      status_user_desc: words,
      state: z
        .object({
          status: words,
          errors: z.array(foreign).nullish(),
          likely_error_cause: words,
        })
        .nullish(),
    })
    .nullish()
    .catch(undefined),
});
/** Of no integration, but of one that somebody could make; it has no id. */
export function isMerelyPossible(entry: unknown): boolean {
  return (
    typeof entry === 'object' &&
    entry !== null &&
    'service_integration_id' in entry &&
    (entry.service_integration_id === null || entry.service_integration_id === '')
  );
}
export type WireIntegration = z.infer<typeof integrationRow>;

/** `user_config` of an integration of type `kafka_mirrormaker`. Values of other types than text and number may come. */
export const mirrormakerUserConfig = z.object({
  cluster_alias: z.string().min(1).nullish(),
  kafka_mirrormaker: z.record(z.string(), z.unknown()).nullish(),
});
