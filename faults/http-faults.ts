import { errorAnswer as aiven } from '../sandbox/aiven/errors.ts';
import { error as github } from '../sandbox/github/answers.ts';
import { primaryLimit, secondaryLimit } from '../sandbox/github/limits.ts';
import type { EmulatorResponse } from '../sandbox/http/exchange.ts';
import type { Fault } from '../sandbox/http/faults.ts';

/** A server that is gone comes back after a moment, or when the run has ended. */
export type Back = (often: 'once' | 'always') => Promise<void>;

const json = { 'content-type': 'application/json' };
const after = (body: unknown, headers: Readonly<Record<string, string>> = json): Fault => ({
  kind: 'answer-after-effect',
  response: { status: 200, body, headers },
});
const before = (response: EmulatorResponse): Fault => ({ kind: 'answer', response });

/** What may become of any request over HTTP. Answers with status 200 have had their effect: something on the way spoils them. */
function common(error: (status: number, message: string) => EmulatorResponse) {
  return {
    'reset before': { kind: 'reset' },
    'reset after': { kind: 'reset-after-effect' },
    hang: { kind: 'hang' },
    'slow drip': { kind: 'drip', everyMs: 100 },
    cut: { kind: 'cut' },
    garbage: after('\u0000\ufffd{"a":[1,,'),
    null: after('null'),
    '{}': after('{}'),
    HTML: after('<html><body>Sorry</body></html>', { 'content-type': 'text/html' }),
    huge: { kind: 'huge', bytes: 40 * 1024 * 1024 },
    redirect: before({ status: 307, body: {}, headers: { location: 'https://elsewhere.invalid/' } }),
    401: before(error(401, 'Bad credentials')),
    403: before(error(403, 'Not allowed')),
    404: before(error(404, 'Not Found')),
    409: before(error(409, 'Conflict')),
    500: before(error(500, 'Server Error')),
    502: before(error(502, 'Bad Gateway')),
    '503 before': before(error(503, 'Unavailable')),
    '503 after': { kind: 'answer-after-effect', response: error(503, 'Unavailable') },
  } satisfies Record<string, Fault>;
}

const limited = (headers: Readonly<Record<string, string>>): Fault =>
  before({ ...aiven(429, 'Rate limit exceeded'), headers });

export const httpFaults: Readonly<Record<'aiven' | 'github', Readonly<Record<string, Fault>>>> = {
  aiven: {
    ...common((status, message) => aiven(status, message)),
    '429 with a wait': limited({ 'retry-after': '2' }),
    '429 without': limited({}),
  },
  github: {
    ...common((status, message) => github(status, message)),
    422: before(github(422, 'Validation Failed')),
    '429 with a wait': before(secondaryLimit(2)),
    '429 without': before(primaryLimit(new Date(Date.now() + 3_600_000))),
  },
};
