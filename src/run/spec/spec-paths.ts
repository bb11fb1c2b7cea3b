import { matchesSpecPatterns } from '../../spec/yaml/spec-patterns.ts';
import type { Facts } from '../session.ts';

/** A path of the repository as the workspace has it: `actions/checkout` may have put the repository into a folder. */
export function inWorkspace({ checkoutFolder }: Pick<Facts, 'checkoutFolder'>, path: string): string {
  return checkoutFolder === '' ? path : `${checkoutFolder}/${path}`;
}

/** The other way; undefined: it does not lie in the repository. */
export function inRepository(
  { checkoutFolder }: Pick<Facts, 'checkoutFolder'>,
  path: string,
): string | undefined {
  if (checkoutFolder === '') return path;
  return path.startsWith(`${checkoutFolder}/`) ? path.slice(checkoutFolder.length + 1) : undefined;
}

/** Whether a path of the repository is one of the spec's files. `references`: files beside it, as the spec names them. */
export function isOfSpec(
  facts: Pick<Facts, 'inputs' | 'checkoutFolder'>,
  references: readonly string[] = [],
): (path: string) => boolean {
  return (path) => {
    const here = inWorkspace(facts, path);
    return references.includes(here) || matchesSpecPatterns(here, facts.inputs.spec);
  };
}
