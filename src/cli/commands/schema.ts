import { specJsonSchema } from '../../spec/schema/json-schema.ts';
import type { Ending } from '../exit-codes.ts';
import { asJson, type Voice } from '../terminal/voice.ts';

/** The bytes of schema/spec.v1.json. */
export function schemaCommand(voice: Voice): Ending {
  voice.answer(asJson(specJsonSchema()));
  return 'done';
}
