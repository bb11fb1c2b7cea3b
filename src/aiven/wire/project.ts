import { z } from 'zod';

/** GET service list: the few fields that tell where Kafka listens and which endpoints are attached. */
export const serviceList = z.object({
  services: z.array(
    z.object({
      service_name: z.string().min(1),
      service_type: z.string(),
      // Of every service of the project, whosever it is: what has another form counts as not told.
      components: z
        .array(
          z.object({ component: z.string(), host: z.string().nullish(), port: z.number().int().nullish() }),
        )
        .nullish()
        .catch(undefined),
      connection_info: z
        .object({ kafka: z.array(z.string()).nullish() })
        .nullish()
        .catch(undefined),
      service_uri: z.string().nullish().catch(undefined),
      /** One by one, see `parseRow`. */
      service_integrations: z.array(z.unknown()).nullish(),
    }),
  ),
});
export type WireProjectService = z.infer<typeof serviceList>['services'][number];
