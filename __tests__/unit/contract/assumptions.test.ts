import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { assumptions } from '../../../sandbox/aiven/assumptions.ts';
import { switchValues } from '../../../sandbox/aiven/switches.ts';
import { aivenFile, generatedAssumptions } from '../../../scripts/generate.ts';

test('docs/aiven.md names every switch of the emulator with its verdict: npm run generate', () => {
  expect(Object.keys(assumptions)).toEqual(Object.keys(switchValues));
  const page = readFileSync(aivenFile, 'utf8');
  expect(page).toBe(generatedAssumptions(page));
});
