import type { Aiven } from '../../../src/aiven/aiven.ts';
import { connectAiven } from '../../../src/aiven/connect.ts';
import { Secret } from '../../../src/model/secret.ts';
import { neverCancelled } from '../never-cancelled.ts';
import { bookOf } from '../secret-book.ts';
import { VirtualClock } from './virtual-clock.ts';

/** The client of a server that answers whatever a test says, in virtual time. */
export function aivenAt(baseUrl: string): Aiven {
  return connectAiven({
    secrecy: bookOf(),
    token: Secret.of('AIVEN_TOKEN', 'token-for-tests-only'),
    baseUrl,
    cancelled: neverCancelled,
    clock: new VirtualClock(),
    progress: () => undefined,
  });
}
