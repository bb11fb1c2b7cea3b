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

/** GitHub knows files by their paths in the repository. What does not lie there keeps its path: there is no better place. */
export function inRepositoryTerms<A extends { readonly file?: string }>(
  facts: Pick<Facts, 'checkoutFolder'>,
  annotations: readonly A[],
): readonly A[] {
  return annotations.map((annotation) => {
    const file = annotation.file === undefined ? undefined : inRepository(facts, annotation.file);
    return file === undefined ? annotation : { ...annotation, file };
  });
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
