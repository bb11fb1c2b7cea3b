import type { Finding } from '../../model/finding.ts';
import { formatPosition, type Position } from '../../model/position.ts';
import { type RuleCode, severityOf } from './rules.ts';

/** Collects what is wrong with a spec. Every problem has a place and a next step. */
export interface Report {
  /** No file: the finding is about none. */
  add(code: RuleCode, position: Position, message: string, hint: string): void;
  readonly findings: Finding[];
}

export function newReport(): Report {
  const findings: Finding[] = [];
  return {
    findings,
    add(code, position, message, hint) {
      const place = position.file === '' ? {} : { position };
      findings.push({ code, severity: severityOf(code), message, hint, ...place });
    },
  };
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
