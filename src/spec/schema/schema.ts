import { z } from 'zod';
import { clustersSchema, tombstoneSchema } from './cluster.ts';
import { tellingFew } from './few-issues.ts';
import { mirrormakersSchema } from './mirrormaker.ts';
import { endpointName, projectName, specName } from './names.ts';
import { profilesSchema } from './topic.ts';

/** Version 1 of the spec: the runtime check, the types and the published JSON Schema come from this. */
export const specSchema = tellingFew(
  z.strictObject({
    version: z.literal(1).describe('Version of the spec format.'),
    name: specName,
    project: projectName('Aiven project of every service and endpoint that does not name its own.'),
    topic_profiles: profilesSchema.optional(),
    clusters: clustersSchema.optional(),
    mirrormaker: mirrormakersSchema.optional(),
    removed: z
      .strictObject({
        endpoints: z
          .record(endpointName('Name of an integration endpoint.'), tombstoneSchema)
          .describe('Integration endpoints to delete, by name.')
          .optional(),
      })
      .describe('What must not exist any more.')
      .optional(),
  }),
);

export type RawSpec = z.output<typeof specSchema>;
