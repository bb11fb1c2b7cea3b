import type { AivenClient } from './http/client.ts';
import { type AivenError, asAivenError, writeFailureFrom } from './http/errors.ts';

export interface Recreation {
  /** `the integration of core with service mm2` */
  readonly what: string;
  create(): Promise<void>;
  /** Whether reads show the new one already. */
  isThere(): Promise<boolean>;
}

const pausesMs = [2_000, 5_000, 10_000, 20_000, 40_000, 60_000];

/**
 * Creates what this run has just deleted in order to create it anew. Nothing may be left deleted because of one bad moment, so an error that may pass
 * is not the end: it is tried for more than two minutes. A second one cannot come of it, as Aiven refuses it; and as long as the old one
 * is not quite gone, it refuses the new one with the same words.
 */
export async function recreate(client: AivenClient, { what, create, isThere }: Recreation): Promise<void> {
  for (const pauseMs of [...pausesMs, 0]) {
    try {
      await create();
      return;
    } catch (thrown) {
      const error = asAivenError(thrown);
      if (pauseMs === 0 || !mayPass(error)) throw error;
      client.progress(
        `Creating ${what} failed (${error.message}), and the old one is deleted: trying again in ${pauseMs / 1_000} s`,
      );
    }
    await client.clock.sleep(pauseMs);
    if (await isSeen(isThere)) return;
  }
}

function mayPass(error: AivenError): boolean {
  if (error.isLasting || error.kind === 'cancelled' || error.kind === 'stopped' || error.kind === 'gone')
    return false;
  const { transient, isThere = false } = writeFailureFrom(error);
  return transient || isThere;
}

/** What cannot be read now is asked for again. */
async function isSeen(isThere: () => Promise<boolean>): Promise<boolean> {
  try {
    return await isThere();
  } catch (thrown) {
    const error = asAivenError(thrown);
    if (error.kind === 'cancelled') throw error;
    return false;
  }
}
