import { z } from 'zod';
import { ForeignText } from '../../model/foreign-text.ts';

/** GET service list, for the names alone. */
export const serviceNames = z.object({
  services: z.array(z.object({ service_name: z.string().min(1), service_type: z.string() })),
});

const foreign = z.string().transform((text) => ForeignText.of(text));

/**
 * GET service, the few fields that matter here. All but the state is beside what the service holds, so a value of another form counts as
 * not told, and hides nothing else.
 */
export const serviceAnswer = z.object({
  service: z.object({
    service_type: foreign.optional().catch(undefined),
    state: foreign,
    node_states: z
      .array(z.object({ state: z.string() }))
      .nullish()
      .catch(undefined),
    node_count: z.number().int().positive().optional().catch(undefined),
    users: z
      .array(z.object({ username: z.string().min(1) }))
      .nullish()
      .catch(undefined),
    user_config: z
      .object({
        kafka_mirrormaker: z.unknown().optional(),
        kafka_version: z.string().nullish().catch(undefined),
        tiered_storage: z.object({ enabled: z.boolean().nullish() }).nullish().catch(undefined),
        kafka_diskless: z.object({ enabled: z.boolean().nullish() }).nullish().catch(undefined),
      })
      .nullish()
      // Not absent: an absent one says that nothing was ever set.
      .catch({ kafka_mirrormaker: 'of another form' }),
  }),
});

/** Of a MirrorMaker 2 service; absent where nothing was ever set. */
export const mirrormakerSettings = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((settings) => settings ?? {});
export type WireService = z.infer<typeof serviceAnswer>['service'];
