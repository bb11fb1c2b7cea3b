import { z } from 'zod';

/** GET service, the few fields that matter here. */
export const serviceAnswer = z.object({
  service: z.object({
    service_type: z.string().optional(),
    state: z.string(),
    node_states: z.array(z.object({ state: z.string() })).nullish(),
    node_count: z.number().int().positive().optional(),
    user_config: z.object({ kafka_mirrormaker: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  }),
});
export type WireService = z.infer<typeof serviceAnswer>['service'];
