import { expect, test } from '@jest/globals';
import { missingSecretFindings } from '../../../../src/run/systems/secret-findings.ts';

const position = { file: 'kafka/spec.yaml', line: 9, column: 3 };
const told = (env: Readonly<Record<string, string>>) =>
  missingSecretFindings(new Map([['ADMIN', position]]), env);

test('a secret that does not exist in GitHub is empty text, which is said with the question to ask', () => {
  expect(told({ KAFKA_SECRET_ADMIN: '' })).toMatchObject([
    {
      code: 'secret-missing',
      severity: 'error',
      message: 'KAFKA_SECRET_ADMIN is empty: is it defined and spelled so?',
      position,
    },
  ]);
});

test('one that the step does not pass on is not set, and the line to add is named', () => {
  const [finding] = told({});
  expect(finding?.message).toBe('KAFKA_SECRET_ADMIN is not set in this run');
  expect(finding?.hint).toContain('KAFKA_SECRET_ADMIN: $' + '{{ secrets.ADMIN }}');
});
