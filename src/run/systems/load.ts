import { createHash } from 'node:crypto';
import { type LoadResult, loadSpec, type SpecChecks } from '../../lint/load-spec.ts';
import type { Finding } from '../../model/finding.ts';
import type { Spec } from '../../spec/spec.ts';
import { matchesSpecPatterns } from '../../spec/yaml/spec-patterns.ts';
import { findSpecFiles, workspaceReferences } from '../../spec/yaml/workspace.ts';
import type { Session } from '../session.ts';

export type Loaded =
  | {
      readonly ok: true;
      readonly spec: Spec;
      /** Of lints too, as far as the spec and defaults tell; see `LoadResult`. */
      readonly findings: readonly Finding[];
      readonly checks: SpecChecks;
      readonly digest: string;
      /** Files beside the spec that it names, as it names them. */
      readonly references: readonly string[];
    }
  | {
      readonly ok: false;
      readonly findings: readonly Finding[];
      /** The spec's name as far as it can be told from files that are not valid, for finding its comment again. */
      readonly name: string | undefined;
    };

/**
 * The spec of the checkout. `with secrets` gives it those of this run as far as it has any; `names only` does not
 * look at them.
 */
export async function loadWorkspaceSpec(
  session: Session,
  secrets: 'with secrets' | 'names only',
): Promise<Loaded> {
  const { workspace, env, clock } = session.ports;
  const found = await findSpecFiles({ workspace, patterns: session.inputs.spec });
  if (!found.ok) return { ...found, name: undefined };
  const readReference = workspaceReferences(workspace);
  const references = new Set<string>();
  const result = await loadSpec({
    files: found.files,
    readReference: (path) => {
      references.add(path);
      return readReference(path);
    },
    secret: (name) => (secrets === 'with secrets' ? env[`KAFKA_SECRET_${name}`] : undefined),
    now: clock.now(),
  });
  return result.ok
    ? { ...result, digest: specDigest(found.files), references: [...references] }
    : { ...result, name: guessName(found.files) };
}

/**
 * The spec of the default branch, by names of secrets only; undefined with the reason when it cannot be had. The
 * base of a pull request would not do: anybody who may push a branch may choose it as a base.
 */
export function loadTrustedSpec(session: Session): Promise<SpecAt> {
  return loadSpecAt(session, session.event.repository.defaultBranch);
}

/** `because` completes "the spec of … cannot be compared:". */
export type SpecAt = { readonly spec: Spec } | { readonly spec: undefined; readonly because: string };

/** The spec of a branch or commit, by names of secrets only. */
export async function loadSpecAt(session: Session, ref: string): Promise<SpecAt> {
  const { github, inputs } = session;
  if (github === undefined) return { spec: undefined, because: 'there is no github-token to read it with' };
  const { commit, files } = await github.readFilesAt({
    ref,
    matches: (path) => matchesSpecPatterns(path, inputs.spec),
  });
  if (files.length === 0) return { spec: undefined, because: 'it has no spec yet' };
  const result: LoadResult = await loadSpec({
    files: new Map(files.map(({ path, bytes }) => [path, bytes])),
    readReference: async (path) => {
      const bytes = await github.readFileAt({ ref: commit, path });
      return bytes === undefined ? { ok: false, problem: `is not on ${ref}` } : { ok: true, content: bytes };
    },
    secret: () => undefined,
  });
  return result.ok ? { spec: result.spec } : { spec: undefined, because: 'its spec is not valid' };
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
