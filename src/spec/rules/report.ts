import type { Finding } from '../../model/finding.ts';
import { formatPosition, type Position } from '../../model/position.ts';
import { type RuleCode, severityOf } from './rules.ts';

/**
 * Of one rule; the others are counted. A spec within its bounds can break a rule hundreds of thousands of times, and nobody reads
 * on after so many.
 */
const maxKeptOfRule = 1_000;

/** Collects what is wrong with a spec. Every problem has a place and a next step. */
export interface Report {
  /** No file: the finding is about none. */
  add(code: RuleCode, position: Position, message: string, hint: string): void;
  /** So many problems beside the last one were found, and are not told one by one. */
  addUnlisted(count: number): void;
  /** In the order of `add`; the last of a rule says how many of it are not here. */
  readonly findings: readonly Finding[];
}

/** `wanted`: what it does not take is forgotten at once. */
export function newReport(wanted: (finding: Finding) => boolean = () => true): Report {
  const findings: Finding[] = [];
  const kept = new Map<RuleCode, number>();
  const unlisted = new Map<string, number>();
  return {
    get findings() {
      return unlisted.size === 0 ? findings : sayUnlisted(findings, unlisted);
    },
    add(code, position, message, hint) {
      const before = kept.get(code) ?? 0;
      if (before >= maxKeptOfRule) {
        unlisted.set(code, (unlisted.get(code) ?? 0) + 1);
        return;
      }
      const place = position.file === '' ? {} : { position };
      const finding: Finding = { code, severity: severityOf(code), message, hint, ...place };
      if (!wanted(finding)) return;
      kept.set(code, before + 1);
      findings.push(finding);
    },
    addUnlisted(count) {
      const last = findings.at(-1);
      if (last !== undefined && count > 0) unlisted.set(last.code, (unlisted.get(last.code) ?? 0) + count);
    },
  };
}

function sayUnlisted(
  findings: readonly Finding[],
  unlisted: ReadonlyMap<string, number>,
): readonly Finding[] {
  const lastOf = new Map(findings.map((finding) => [finding.code, finding]));
  return findings.map((finding) => {
    const count = lastOf.get(finding.code) === finding ? unlisted.get(finding.code) : undefined;
    if (count === undefined) return finding;
    const more = count === 1 ? '1 more that is not listed' : `${count} more that are not listed`;
    return { ...finding, message: `${finding.message}, and ${more}`, unlisted: count };
  });
}

/** Warnings and notices let the run go on. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === 'error');
}

/** By place, then code and message; the same finding twice is said once. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const unique = new Map(findings.map((finding) => [JSON.stringify(sortKey(finding)), finding]));
  return [...unique.values()].sort((a, b) => compareKeys(sortKey(a), sortKey(b)));
}

function sortKey({ position, code, message }: Finding): readonly (string | number)[] {
  return [position?.file ?? '', position?.line ?? 0, position?.column ?? 0, code, message];
}

function compareKeys(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? '';
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** `file:line:col`, as messages name a second place. */
export function place(position: Position): string {
  return formatPosition(position);
}

const maxShownLength = 60;

/** Foreign text inside a message: quoted, cut, and without characters that move a cursor. */
export function show(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'a map';
  if (typeof value !== 'string') return String(value);
  const cut = value.length > maxShownLength ? `${value.slice(0, maxShownLength)}…` : value;
  const visible = cut.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `"${visible}"`;
}
