import { boolCoreTag, floatCoreTag, NOT_RESOLVED, nullCoreTag } from 'js-yaml';
import type { ScalarNode } from './source-node.ts';

/** The characters that something other than text begins with in YAML's core schema: null, true, false and numbers. */
const notText = /^[~nNtTfF+\-.0-9]/;

const integer = /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/;

/** What a value without quotes is, by the core schema of YAML 1.2. No digit of an integer is lost. */
export function plainScalarValue(written: string): ScalarNode['value'] {
  if (!notText.test(written)) return written;
  if (integer.test(written)) return wholeNumber(written);
  for (const tag of [nullCoreTag, boolCoreTag, floatCoreTag]) {
    const value = tag.resolve(written, false, tag.tagName);
    if (value !== NOT_RESOLVED) return value;
  }
  return written;
}

function wholeNumber(written: string): number | bigint {
  const number = Number(written) + 0; // -0 is 0
  if (Number.isSafeInteger(number)) return number;
  return written.startsWith('-') ? -BigInt(written.slice(1)) : BigInt(written.replace('+', ''));
}
