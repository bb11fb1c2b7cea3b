import { type Adoption, adopt } from '../../adopt/adopt.ts';
import { loadSpec } from '../../lint/load-spec.ts';
import type { Drift } from '../../plan/drift.ts';
import type { Plan } from '../../plan/plan.ts';
import { leaveOut } from '../../spec/leave-out.ts';
import { hasErrors } from '../../spec/rules/report.ts';
import type { Spec } from '../../spec/spec.ts';
import type { Speaking } from '../session.ts';
import type { SecretValues } from '../spec/load.ts';
import { inRepository } from '../spec/spec-paths.ts';
import { makePlan, type WhatWasRead } from '../systems/make-plan.ts';
import type { Ready } from '../systems/prepare.ts';
import { replayed } from './replayed.ts';

/** What a plan was made of, and what of it differs for sure. */
export interface DriftMade {
  readonly drift: Drift;
  /** With what only one of two reads showed. */
  readonly whole: Plan;
  readonly read: WhatWasRead;
  readonly secret: SecretValues;
}

/** The spec with what is live, as far as it can say that; proven by a plan against what was read. Asks nobody. */
export async function adoptionOf(
  session: Pick<Speaking, 'clock' | 'checkoutFolder'>,
  { spec, files }: Pick<Ready, 'spec' | 'files'>,
  { drift, whole, read, secret }: DriftMade,
): Promise<Adoption> {
  const load = async (texts: ReadonlyMap<string, string>) => {
    const result = await loadSpec({
      files: new Map([...texts].map(([path, text]) => [path, Buffer.from(text)])),
      readReference: async (path) => {
        const content = files.get(path);
        return content === undefined ? { ok: false, problem: 'was not read' } : { ok: true, content };
      },
      secret,
      now: session.clock.now(),
    });
    return result;
  };
  return adopt({
    drift,
    whole,
    spec,
    live: read.live,
    files: textsOf(spec, files),
    mayNotChange: (path) => whyNotHere(session, path),
    errorsIn: async (texts) => {
      const loaded = await load(texts);
      return loaded.ok ? [] : loaded.findings.filter((finding) => hasErrors([finding]));
    },
    planOf: async (texts) => {
      const loaded = await load(texts);
      if (!loaded.ok) throw new Error('a spec with errors is not planned');
      const left = leaveOut(loaded.spec, [...spec.leftOut]);
      const edited = left.ok ? left.spec : loaded.spec;
      return (await makePlan({ out: silent }, edited, replayed(read, edited), loaded.checks)).plan;
    },
  });
}

/** What was read was told when it was read. */
const silent = { info: () => undefined };

/** A mark at the beginning of a file stays where it is. */
function textsOf(
  { files: paths }: Spec,
  files: ReadonlyMap<string, Uint8Array>,
): ReadonlyMap<string, string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return new Map(
    paths.flatMap((path) => {
      const bytes = files.get(path);
      return bytes === undefined ? [] : [[path, decoder.decode(bytes)] as const];
    }),
  );
}

/** Undefined: a pull request of this action may change the file. */
function whyNotHere(session: Pick<Speaking, 'checkoutFolder'>, path: string): string | undefined {
  const there = inRepository(session, path);
  if (there === undefined) return `${path} lies outside of the repository`;
  return there === '.github' || there.startsWith('.github/')
    ? `${there} lies below .github, where this action writes nothing`
    : undefined;
}
