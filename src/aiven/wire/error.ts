import { z } from 'zod';

/** Aiven's error body. `error` at the top level of a 200 is an error as well (aiven-client raises on it). */
export const errorBody = z.object({
  message: z.string().optional().catch(undefined),
  error: z.string().min(1).optional().catch(undefined),
  errors: z
    .array(
      z.object({
        message: z.string().optional().catch(undefined),
        error_code: z
          .string()
          .regex(/^[A-Za-z0-9_.-]{1,100}$/)
          .optional()
          .catch(undefined),
      }),
    )
    .optional()
    .catch(undefined),
});
