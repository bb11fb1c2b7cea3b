import { error } from '../sandbox/github/answers.ts';
import { primaryLimit, secondaryLimit } from '../sandbox/github/limits.ts';
import type { Fault } from '../sandbox/http/faults.ts';

const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: 'answer',
  response: { status, body, headers },
});
const json = { 'content-type': 'application/json' };
const html = '<html><body>Sorry</body></html>';

/** What may become of one request to GitHub. The answers 200 have had their effect: a proxy may spoil what comes back. */
export const githubFaults: Readonly<Record<string, Fault>> = {
  hang: { kind: 'hang' },
  'reset before': { kind: 'reset' },
  'reset after': { kind: 'reset-after-effect' },
  cut: { kind: 'cut' },
  null: { kind: 'answer-after-effect', response: { status: 200, body: 'null', headers: json } },
  '{}': { kind: 'answer-after-effect', response: { status: 200, body: {} } },
  HTML: {
    kind: 'answer-after-effect',
    response: { status: 200, body: html, headers: { 'content-type': 'text/html' } },
  },
  huge: { kind: 'huge', bytes: 40 * 1024 * 1024 },
  redirect: answer(307, {}, { location: 'https://elsewhere.invalid/' }),
  401: { kind: 'answer', response: error(401, 'Bad credentials') },
  403: { kind: 'answer', response: error(403, 'Resource not accessible by integration') },
  404: { kind: 'answer', response: error(404, 'Not Found') },
  409: { kind: 'answer', response: error(409, 'Conflict') },
  422: { kind: 'answer', response: error(422, 'Validation Failed') },
  '429 with a wait': { kind: 'answer', response: secondaryLimit(2) },
  '429 without': { kind: 'answer', response: primaryLimit(new Date(Date.now() + 3_600_000)) },
  500: { kind: 'answer', response: error(500, 'Server Error') },
  502: { kind: 'answer', response: error(502, 'Bad Gateway') },
  '503 before': { kind: 'answer', response: error(503, 'Unavailable') },
  '503 after': { kind: 'answer-after-effect', response: error(503, 'Unavailable') },
};

export const howOften = { once: 1, always: Number.POSITIVE_INFINITY } as const;
