import { loadSpec } from '../../lint/load-spec.ts';
import { namesOnly } from '../../run/spec/load.ts';
import type { Spec } from '../../spec/spec.ts';
import { maxFiles } from '../../spec/syntax/bounds.ts';
import { matchesSpecPatterns } from '../../spec/yaml/spec-patterns.ts';
import type { CliPorts } from '../ports.ts';
import { type Asked, contentsOf, filesOf } from './git-objects.ts';
import type { SpecPlace } from './spec-files.ts';

/** The spec on the default branch as the remote had it when this clone last asked. */
export type BranchSpec =
  | { readonly state: 'known'; readonly branch: string; readonly spec: Spec }
  /** It has none. */
  | { readonly state: 'absent'; readonly branch: string; readonly because: string }
  | { readonly state: 'unknown'; readonly branch: string; readonly because: string };

/**
 * Reads the remote-tracking default branch out of the clone: what is checked out, and what other branches hold, is what somebody wants to
 * have, and may come from anybody. Nothing is fetched. By names of secrets only.
 */
export async function defaultBranchSpec(
  { git }: Pick<CliPorts, 'git'>,
  { isClone, patterns }: Pick<SpecPlace, 'isClone' | 'patterns'>,
): Promise<BranchSpec> {
  const nowhere = (because: string): BranchSpec => ({
    state: 'unknown',
    branch: 'the default branch',
    because,
  });
  if (!isClone) return nowhere('there is no clone here');
  const found = await trackedDefaultBranch(git);
  if (found.state === 'unknown') return nowhere(found.because);
  const { branch, commit } = found.value;
  const unknown = (because: string): BranchSpec => ({ state: 'unknown', branch, because });
  const all = await filesOf(git, commit);
  if (all.state === 'unknown') return unknown(all.because);
  const own = all.value.filter(({ path }) => matchesSpecPatterns(path, patterns));
  if (own.length === 0) return { state: 'absent', branch, because: 'it has no such spec yet' };
  if (own.length > maxFiles) return unknown(`more than ${maxFiles} of its files match`);
  const contents = await contentsOf(git, own);
  if (contents.state === 'unknown') return unknown(contents.because);
  const loaded = await loadSpec({
    files: contents.value,
    readReference: async (path) => {
      const file = all.value.find((each) => each.path === path);
      if (file === undefined) return { ok: false, problem: `is not on ${branch}` };
      const read = await contentsOf(git, [file]);
      const content = read.state === 'known' ? read.value.get(path) : undefined;
      return content === undefined
        ? { ok: false, problem: `cannot be read of ${branch}` }
        : { ok: true, content };
    },
    secret: namesOnly,
  });
  return loaded.ok ? { state: 'known', branch, spec: loaded.spec } : unknown('its spec is not valid');
}

/** `origin`, or the only remote that there is. */
async function trackedDefaultBranch(
  git: CliPorts['git'],
): Promise<Asked<{ readonly branch: string; readonly commit: string }>> {
  const remotes = await lines(git, ['remote']);
  if (remotes.state === 'unknown') return remotes;
  const remote = remotes.value.includes('origin') ? 'origin' : remotes.value[0];
  if (remote === undefined) return { state: 'unknown', because: 'the clone has no remote' };
  if (remote !== 'origin' && remotes.value.length > 1) {
    return { state: 'unknown', because: `the clone has several remotes and none is called origin` };
  }
  const head = await lines(git, ['symbolic-ref', '--quiet', `refs/remotes/${remote}/HEAD`]);
  const ref = head.state === 'known' ? head.value[0] : undefined;
  if (ref?.startsWith(`refs/remotes/${remote}/`) !== true) {
    const because = `the clone does not know which branch is the default of ${remote}; git remote set-head ${remote} --auto asks for it`;
    return { state: 'unknown', because };
  }
  const branch = ref.slice('refs/remotes/'.length);
  const commit = await lines(git, [
    'rev-parse',
    '--quiet',
    '--verify',
    '--end-of-options',
    `${ref}^{commit}`,
  ]);
  const id = commit.state === 'known' ? commit.value[0] : undefined;
  return id === undefined
    ? { state: 'unknown', because: `${branch} is not in the clone; git fetch ${remote} brings it` }
    : { state: 'known', value: { branch, commit: id } };
}

async function lines(git: CliPorts['git'], words: readonly string[]): Promise<Asked<readonly string[]>> {
  const answer = await git(words);
  if (!answer.ok) return { state: 'unknown', because: answer.because };
  const text = new TextDecoder().decode(answer.bytes);
  return { state: 'known', value: text.split('\n').filter((line) => line !== '') };
}
