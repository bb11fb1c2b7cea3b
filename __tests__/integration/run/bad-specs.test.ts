import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pushEvent } from '../../../sandbox/runner/events.ts';
import { isRuleCode, severityOf } from '../../../src/spec/rules/rules.ts';
import { badSpecFiles, badSpecs, base, needsSecrets } from '../../support/bad-specs.ts';
import { type RunWorld, startRunWorld } from '../../support/run-world.ts';
import { newCertificate } from '../../support/spec-files.ts';

/* Every bad spec once more, as a whole run sees it: the exit code, the log and the annotations. */

let world: RunWorld;
let certificates: ReadonlyMap<string, string>;

beforeAll(async () => {
  world = await startRunWorld();
  world.github.world.commit({ files: { 'README.md': 'Kafka' } });
  certificates = new Map(Object.entries(badSpecFiles(newCertificate('/CN=ca'))));
});
afterAll(() => world.stop());

const wrong = badSpecs.filter(
  ({ text, expected }) =>
    // Validation reads no secret, so it cannot tell what one holds.
    !needsSecrets(text) &&
    expected.some((line) => {
      const code = line.split(' ')[1] ?? '';
      return isRuleCode(code) && severityOf(code) === 'error';
    }),
);

describe('a run on a bad spec', () => {
  test('is tried on at least 120 of them', () => {
    expect(wrong.length).toBeGreaterThanOrEqual(120);
  });

  test.each(wrong)('$title', async ({ text, isAlone, expected }) => {
    const sha = world.github.world.head();
    const run = await world.start(pushEvent(world.repository, { before: sha, after: sha }), {
      inputs: { mode: 'validate' },
      files: new Map([
        ...certificates,
        ['kafka/spec.yaml', text],
        ...(isAlone ? [] : ([['kafka/base.yaml', base]] as const)),
      ]),
    });
    expect([run.exitCode, run.outputs['result'], run.outputs['failure-reason']]).toEqual([
      2,
      'failed',
      'spec-invalid',
    ]);
    for (const mark of expected) {
      const [place = '', code = ''] = mark.split(' ');
      if (!isRuleCode(code) || severityOf(code) === 'notice') continue;
      const level = severityOf(code) === 'error' ? '' : 'warning: ';
      expect(run.log).toMatch(
        new RegExp(`^kafka/spec\\.yaml:${place}: ${level}${code}: .+\n {2}hint: .+$`, 'm'),
      );
    }
    expect(run.log).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
    expect(run.log).not.toContain('internal-error');
  });
});
