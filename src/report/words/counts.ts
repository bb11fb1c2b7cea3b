import type { Action } from '../../model/change.ts';
import { actions, actionVerbs } from './resource-words.ts';

/** 4 create, 3 change */
export function countWords(changes: readonly { readonly action: Action }[]): string {
  return actions
    .map(
      (action) => [changes.filter((change) => change.action === action).length, actionVerbs[action]] as const,
    )
    .filter(([count]) => count > 0)
    .map(([count, verb]) => `${count} ${verb}`)
    .join(', ');
}

/** `1 error`, `3 errors` */
export function countErrors(errors: number): string {
  return errors === 1 ? '1 error' : `${errors} errors`;
}
