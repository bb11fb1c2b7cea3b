import type { ReviewRecord } from './review-record.ts';

/** Lines of at most 24 characters that fit into one text; the rest goes into further texts. */
const linesPerText = 2_250;
const opening = '```aiven-kafka-gitops-review';

/**
 * A record as texts of at most 60,000 characters, for the text of check runs. Each says which part it is, so that
 * a missing part is noticed.
 */
export function writeRecord(record: ReviewRecord): readonly string[] {
  const entries = [
    ...record.operations.map(({ exact, outcome }) => exact + outcome),
    ...record.pending.map((digest) => `${digest}pending`),
  ];
  const parts = Math.max(1, Math.ceil(entries.length / linesPerText));
  return Array.from({ length: parts }, (_, index) => {
    const part = entries.slice(index * linesPerText, (index + 1) * linesPerText);
    const head = JSON.stringify({ v: 1, name: record.name, digest: record.digest, part: index + 1, parts });
    return [opening, head, ...part, '```'].join('\n');
  });
}

/** Undefined: the texts are not the complete parts of one record. */
export function readRecord(texts: readonly string[]): ReviewRecord | undefined {
  const parts = texts.map(readPart);
  const [first] = parts;
  if (first === undefined || parts.length !== first.parts) return undefined;
  const numbers = new Set<number>();
  const operations: { exact: string; outcome: string }[] = [];
  const pending: string[] = [];
  for (const part of parts) {
    if (
      part === undefined ||
      part.digest !== first.digest ||
      part.name !== first.name ||
      part.parts !== first.parts
    )
      return undefined;
    numbers.add(part.part);
    for (const line of part.lines) {
      if (line.length !== 24 && !line.endsWith('pending')) return undefined;
      if (line.endsWith('pending')) pending.push(line.slice(0, 12));
      else operations.push({ exact: line.slice(0, 12), outcome: line.slice(12) });
    }
  }
  return numbers.size === first.parts
    ? { name: first.name, digest: first.digest, operations, pending }
    : undefined;
}

interface Part {
  readonly name: string;
  readonly digest: string;
  readonly part: number;
  readonly parts: number;
  readonly lines: readonly string[];
}

function readPart(text: string): Part | undefined {
  const lines = text.trim().split('\n');
  if (lines[0] !== opening || lines.at(-1) !== '```') return undefined;
  const head = parseHead(lines[1] ?? '');
  if (head === undefined) return undefined;
  return { ...head, lines: lines.slice(2, -1) };
}

function parseHead(line: string): Omit<Part, 'lines'> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined; // not ours, or cut: the same as no record
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { v, name, digest, part, parts } = value as Record<string, unknown>; // an object, checked field by field below
  if (v !== 1 || typeof name !== 'string' || typeof digest !== 'string') return undefined;
  if (typeof part !== 'number' || typeof parts !== 'number') return undefined;
  return { name, digest, part, parts };
}
