import { config } from 'zod';

// zod makes functions out of text for schemas that are used often, unless it is told not to. `main.ts` loads this file before any
// schema is made, because a schema decides it once.
config({ jitless: true });
