import { type Answer, at } from './api.ts';
import type { Findings } from './findings.ts';
import { Unforeseen } from './unforeseen.ts';

/**
 * What an answer is evidence of. A verdict rests on answers of these two kinds only: a 401, a 403, a 429, a 5xx or a page of a proxy
 * says nothing about the object that was asked for, so whoever meets one throws and the question stays open.
 */
export function isDone({ findings }: { readonly findings: Findings }, { status }: Answer): boolean {
  // Where writes that were done answer 503, see the switch `writeAnswer`, that is a success too.
  return (
    (status >= 200 && status < 300) ||
    (status === 503 && findings.value('writeAnswer') === '503-after-effect')
  );
}

/** Aiven looked at what was sent, and does not take it. */
export function isRefused({ status }: Answer): boolean {
  return status === 400 || status === 409;
}

/** For what later questions rest on. */
export function mustBeDone(scope: { readonly findings: Findings }, answer: Answer): Answer {
  if (isDone(scope, answer)) return answer;
  throw unforeseen(answer);
}

export function unforeseen({ status }: Answer): Unforeseen {
  return new Unforeseen(`Aiven answered ${status}`);
}

/** Whether Aiven took it; anything but a yes and a no is none of the two. */
export function isTaken(scope: { readonly findings: Findings }, answer: Answer): boolean {
  if (isDone(scope, answer)) return true;
  if (isRefused(answer)) return false;
  throw unforeseen(answer);
}

/** As `isTaken`, and a yes is believed where it shows. */
export async function hasEffect(
  scope: { readonly findings: Findings },
  answer: Answer,
  shows: () => Promise<boolean>,
): Promise<boolean> {
  if (!isTaken(scope, answer)) return false;
  must(await shows(), 'what was taken did not show');
  return true;
}

/** The list in an answer: one that is not there is no empty one. */
export function listIn(answer: Answer, ...keys: readonly string[]): readonly unknown[] {
  const value = at(answer.body, ...keys);
  if (answer.status === 200 && Array.isArray(value)) return value;
  throw unforeseen(answer);
}

/** The object in an answer. */
export function objectIn(answer: Answer, ...keys: readonly string[]): object {
  const value = at(answer.body, ...keys);
  if (answer.status === 200 && typeof value === 'object' && value !== null) return value;
  throw unforeseen(answer);
}

/** For what must be so before the question makes sense. `because`: a clause of this program's own words. */
export function must(isSo: boolean, because: string): void {
  if (!isSo) throw new Unforeseen(because);
}
