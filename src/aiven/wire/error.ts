import { z } from 'zod';
import { ForeignText } from '../../model/foreign-text.ts';

const words = z.string().transform((text) => ForeignText.of(text));

/** Aiven's error body. `error` at the top level of a 200 is an error as well (aiven-client raises on it). */
export const errorBody = z.object({
  message: words.optional().catch(undefined),
  error: z
    .string()
    .min(1)
    .transform((text) => ForeignText.of(text))
    .optional()
    .catch(undefined),
  errors: z
    .array(
      z.object({
        message: words.optional().catch(undefined),
        error_code: z
          .string()
          .regex(/^[A-Za-z0-9_.-]{1,100}$/)
          .transform((text) => ForeignText.of(text))
          .optional()
          .catch(undefined),
      }),
    )
    .optional()
    .catch(undefined),
});
