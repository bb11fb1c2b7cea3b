import { z } from 'zod';

/** GET service list. Of every service of the project, whosever it is, so each is looked at by itself. */
export const serviceList = z.object({ services: z.array(z.unknown()) });

/** The few fields that tell where Kafka listens and which endpoints are attached: what has another form counts as not told. */
export const projectService = z.object({
  service_name: z.string().min(1),
  service_type: z.string().optional().catch(undefined),
  components: z
    .array(z.object({ component: z.string(), host: z.string().nullish(), port: z.number().int().nullish() }))
    .nullish()
    .catch(undefined),
  connection_info: z
    .object({ kafka: z.array(z.string()).nullish() })
    .nullish()
    .catch(undefined),
  service_uri: z.string().nullish().catch(undefined),
  /** One by one, see `parseRow`. */
  service_integrations: z.array(z.unknown()).nullish().catch(undefined),
});
export type WireProjectService = z.infer<typeof projectService>;
