import { describe, test } from '@jest/globals';
import { expectGolden } from '../../support/golden-file.ts';
import { reportSamples } from '../../support/report-samples.ts';

describe('reports, as their readers get them', () => {
  test.each(Object.entries(reportSamples))('%s', (name, render) => {
    expectGolden(new URL(`golden/${name}`, import.meta.url), `${render().trimEnd()}\n`);
  });
});
