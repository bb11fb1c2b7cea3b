import { describe, expect, jest, test } from '@jest/globals';
import { createSecretMasker } from '../../../sandbox/runner/secret-masker.ts';
import { createOutputReader } from '../../../sandbox/runner/workflow-commands.ts';
import { findingAnnotations, planAnnotations } from '../../../src/report/texts/annotations.ts';
import { outcomeLog, planLog } from '../../../src/report/texts/log.ts';
import { visible } from '../../../src/report/words/escape.ts';
import { actionsRunner } from '../../../src/run/runner/actions-runner.ts';
import { Outlet } from '../../../src/run/runner/outlet.ts';
import { hostilePayloads, hugePayloads } from '../../support/hostile-payloads.ts';
import { planWith, textsFrom } from '../../support/hostile-reports.ts';

describe('what the runner makes of a log and of annotations full of', () => {
  test.each(
    [...hostilePayloads, ...hugePayloads].map((payload) => [JSON.stringify(payload).slice(0, 60), payload]),
  )('%s', (_, payload) => {
    const plan = planWith(textsFrom(payload));
    const failure = { state: 'failed' as const, code: payload, message: payload, transient: false };
    const results = plan.changes.map((change) => ({ change, state: 'failed' as const, failure }));
    const written = captured(() => {
      const out = new Outlet(actionsRunner(), { writeFile: async () => undefined });
      out.info(planLog(plan));
      out.info(outcomeLog({ results }));
      out.info(payload);
      out.annotate(planAnnotations(plan));
      out.annotate(findingAnnotations(plan.findings));
    });
    const reader = createOutputReader(createSecretMasker(), { debug: true });
    for (const line of written.split('\n')) reader.read(line);
    const expected = [...planAnnotations(plan), ...findingAnnotations(plan.findings)];
    expect(reader.annotations.map(({ level }) => level)).toEqual(expected.map(({ level }) => level));
    for (const { message, title = '' } of reader.annotations) {
      expect(message).toBe(visible(message));
      expect(title).toBe(visible(title));
    }
    expect(reader.outputs).toEqual({});
    expect(reader.failed).toBe(false);
    expect(reader.log.filter((line) => /^##\[(?:group|endgroup|debug)\]/.test(line))).toEqual([]);
  });
});

function captured(work: () => void): string {
  let text = '';
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    work();
  } finally {
    spy.mockRestore();
  }
  return text;
}
