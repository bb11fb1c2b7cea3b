import { z } from 'zod';
import { ForeignText } from '../../model/foreign-text.ts';

/** GET service list, for the names alone. */
export const serviceNames = z.object({
  services: z.array(z.object({ service_name: z.string().min(1), service_type: z.string() })),
});

const foreign = z.string().transform((text) => ForeignText.of(text));

/** GET service, the few fields that matter here. */
export const serviceAnswer = z.object({
  service: z.object({
    service_type: foreign.optional(),
    state: foreign,
    node_states: z.array(z.object({ state: z.string() })).nullish(),
    node_count: z.number().int().positive().optional(),
    users: z
      .array(z.object({ username: z.string().min(1) }))
      .nullish()
      .catch(undefined),
    user_config: z
      .object({
        kafka_mirrormaker: z.record(z.string(), z.unknown()).nullish(),
        // Aiven extends these; a value of another form counts as not told.
        kafka_version: z.string().nullish().catch(undefined),
        tiered_storage: z.object({ enabled: z.boolean().nullish() }).nullish().catch(undefined),
        kafka_diskless: z.object({ enabled: z.boolean().nullish() }).nullish().catch(undefined),
      })
      .nullish(),
  }),
});
export type WireService = z.infer<typeof serviceAnswer>['service'];
