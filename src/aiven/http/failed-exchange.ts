import { Cancelled, inFlightMs } from '../../model/cancel.ts';
import { distrustOf, distrustWords } from '../../model/untrusted-certificate.ts';
import type { WriteGate } from '../../model/write-gate.ts';
import { AivenError, type Operation } from './errors.ts';
import type { Exchanged } from './exchange.ts';
import { seconds } from './pause.ts';
import { maxSilenceMs } from './silence.ts';

/** What an exchange without an answer means for what was asked. */
export function failedExchange(
  exchanged: Exclude<Exchanged, { state: 'answered' }>,
  {
    operation,
    kind,
    timeoutMs,
  }: { readonly operation: Operation; readonly kind: 'read' | 'write'; readonly timeoutMs: number },
): AivenError {
  switch (exchanged.state) {
    case 'timeout':
      return new AivenError({
        kind: 'timeout',
        operation,
        message: `Aiven did not answer within ${seconds(timeoutMs)}.`,
      });
    case 'cancelled':
      return kind === 'read' ? cancelledError(operation) : unansweredWrite(operation);
    case 'redirect':
      return new AivenError({
        kind: 'redirect',
        operation,
        message: 'Aiven answered with a redirect, which is not followed. Check the Aiven API address.',
      });
    case 'broken':
      return new AivenError({
        kind: 'connection',
        operation,
        message: `The connection to Aiven failed${brokenWords(exchanged.code)}`,
      });
  }
}

function brokenWords(code: string | undefined): string {
  if (code === undefined) return '.';
  const distrust = distrustOf(code);
  if (distrust !== undefined) {
    const proxied =
      distrust === 'unknown CA' || distrust === 'self-signed'
        ? ' Where a proxy looks into TLS, name the file with its CA in `NODE_EXTRA_CA_CERTS` under env of the step.'
        : '';
    return ` (${code}): the certificate of what answers at this address ${distrustWords[distrust]}, and the token was not sent.${proxied}`;
  }
  return notReached.has(code)
    ? ` (${code}). The runner must reach it: directly, or through the proxy that \`https_proxy\` names; a self-hosted runner may need it on an allow-list.`
    : ` (${code}).`;
}

const notReached: ReadonlySet<string> = new Set([
  ...['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'],
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** It was not sent, or only asked. */
export function cancelledError(operation: Operation): AivenError {
  return new AivenError({ kind: 'cancelled', operation, message: new Cancelled().message });
}

function unansweredWrite(operation: Operation): AivenError {
  return new AivenError({
    kind: 'timeout',
    operation,
    message: `Aiven had not answered ${seconds(inFlightMs)} after the run was cancelled.`,
  });
}

/** The API has been silent for too long, so nothing more is sent in this run. */
export function goneError(operation: Operation): AivenError {
  return new AivenError({
    kind: 'gone',
    operation,
    isLasting: true,
    message: `Aiven has answered nothing for ${seconds(maxSilenceMs)}, so this was not asked any more.`,
  });
}

/** Throws where the write must not be sent. */
export async function passGate(gate: WriteGate | undefined, operation: Operation): Promise<void> {
  const passed = await gate?.pass();
  if (passed?.state === 'stop') throw new AivenError({ kind: 'stopped', operation, message: passed.because });
}
