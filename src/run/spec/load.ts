import { createHash } from 'node:crypto';
import { type LoadResult, loadSpec } from '../../lint/load-spec.ts';
import type { Finding } from '../../model/finding.ts';
import type { Spec } from '../../spec/spec.ts';
import { findSpecFiles, type NamedOn, workspaceReferences } from '../../spec/yaml/workspace.ts';
import type { Asking, Speaking } from '../session.ts';
import { filesAtHand } from './at-hand.ts';
import { inRepository, inWorkspace, isOfSpec } from './spec-paths.ts';

export type Loaded =
  | (Extract<LoadResult, { readonly ok: true }> & {
      readonly digest: string;
      /** Files beside the spec that it names, as it names them. */
      readonly references: readonly string[];
      /** All that was read, these included, by path in the workspace. */
      readonly files: ReadonlyMap<string, Uint8Array>;
    })
  | {
      readonly ok: false;
      readonly findings: readonly Finding[];
      /** The spec's name as far as it can be told from files that are not valid, for finding its comment again. */
      readonly name: string | undefined;
    };

/** The value of `{ secret: <name> }`; undefined: there is none here. */
export type SecretValues = (name: string) => string | undefined;

/** For who needs the names of secrets only. */
export const namesOnly: SecretValues = () => undefined;

/** The values of secrets that a spec names. */
export function secretsIn(env: Readonly<Record<string, string | undefined>>): SecretValues {
  return (name) => env[`KAFKA_SECRET_${name}`];
}

/** Which files a spec is made of, and who named them: a workflow, unless it says otherwise. */
interface SpecFiles {
  readonly inputs: { readonly spec: readonly string[]; readonly namedOn?: NamedOn };
}

/** The spec of the checkout. */
export async function loadWorkspaceSpec(
  { workspace, inputs, clock }: Pick<Speaking, 'workspace' | 'clock'> & SpecFiles,
  secret: SecretValues,
): Promise<Loaded> {
  const { spec: patterns, namedOn } = inputs;
  const found = await findSpecFiles({ workspace, patterns, ...(namedOn && { namedOn }) });
  if (!found.ok) return { ...found, name: undefined };
  const readReference = workspaceReferences(workspace);
  const references = new Map<string, Uint8Array>();
  const result = await loadSpec({
    files: found.files,
    readReference: async (path) => {
      const read = await readReference(path);
      if (read.ok) references.set(path, read.content);
      return read;
    },
    secret,
    now: clock.now(),
  });
  return result.ok
    ? {
        ...result,
        digest: specDigest(found.files),
        references: [...references.keys()],
        files: new Map([...found.files, ...references]),
      }
    : { ...result, name: guessName(found.files) };
}

/** `because` completes "the spec of … cannot be compared:". */
export type SpecAt =
  | { readonly state: 'known'; readonly spec: Spec }
  | { readonly state: 'absent'; readonly because: string }
  | { readonly state: 'unknown'; readonly because: string };

/** The spec of a branch or commit, by names of secrets only. */
export async function loadSpecAt(
  facts: Pick<Asking, 'github' | 'inputs' | 'checkoutFolder' | 'workspace'>,
  ref: string,
): Promise<SpecAt> {
  const { github } = facts;
  if (github === undefined) return { state: 'unknown', because: 'there is no github-token to read it with' };
  const { commit, files } = await github.readFilesAt({
    ref,
    matches: isOfSpec(facts),
    atHand: await filesAtHand(facts),
  });
  if (files.length === 0)
    return { state: 'absent', because: 'it has no spec yet, or a step of the workflow makes it' };
  const result: LoadResult = await loadSpec({
    files: new Map(files.map(({ path, bytes }) => [inWorkspace(facts, path), bytes])),
    readReference: async (path) => {
      const there = inRepository(facts, path);
      const bytes = there && (await github.readFileAt({ ref: commit, path: there }));
      return bytes === undefined || bytes === ''
        ? { ok: false, problem: `is not on ${ref}` }
        : { ok: true, content: bytes };
    },
    secret: namesOnly,
  });
  return result.ok
    ? { state: 'known', spec: result.spec }
    : { state: 'unknown', because: 'its spec is not valid' };
}

function guessName(files: ReadonlyMap<string, Uint8Array>): string | undefined {
  for (const bytes of files.values()) {
    const match = /^name:[ \t]*["']?([A-Za-z0-9][A-Za-z0-9._-]{0,99})/m.exec(new TextDecoder().decode(bytes));
    if (match !== null) return match[1];
  }
  return undefined;
}

function specDigest(files: ReadonlyMap<string, Uint8Array>): string {
  const hash = createHash('sha256');
  for (const [path, bytes] of files) hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  return `sha256:${hash.digest('hex')}`;
}
