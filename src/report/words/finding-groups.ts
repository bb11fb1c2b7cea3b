import type { Finding } from '../../model/finding.ts';
import { joinOperations } from '../../model/kafka-commands.ts';
import { formatPosition } from '../../model/position.ts';
import { nameOf } from '../../model/resource.ts';

/** Findings of one rule with one remedy, shown as the first of them and how many there are. */
export interface FindingGroup {
  readonly first: Finding;
  /** Without the first; empty for most. */
  readonly others: readonly Finding[];
  /** Of all of them, joined. */
  readonly commands: readonly string[];
}

/** Findings of one rule are shown one by one up to this number. */
const maxAlike = 9;

/** In the order in which they come; a group stands where its first one stood. */
export function groupFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  const byRemedy = new Map<string, Finding[][]>();
  const all: Finding[][] = [];
  for (const finding of findings) {
    const { severity, code, hint } = finding;
    const remedy = JSON.stringify([severity, code, hint]);
    const groups = byRemedy.get(remedy) ?? [];
    const group = groups.find(
      ([first]) => first !== undefined && saysTheSame(first.message, finding.message),
    );
    if (group !== undefined) {
      group.push(finding);
      continue;
    }
    const fresh = [finding];
    all.push(fresh);
    // Comparing each with all would be slow, so beyond this many groups a finding with other words stands alone.
    if (groups.length < 50) byRemedy.set(remedy, [...groups, fresh]);
  }
  const order = new Map(findings.map((finding, index) => [finding, index]));
  return all
    .flatMap((group) => (group.length > maxAlike ? [group] : group.map((finding) => [finding])))
    .flatMap(([first, ...others]) => (first === undefined ? [] : [groupOf(first, others)]))
    .sort((x, y) => (order.get(x.first) ?? 0) - (order.get(y.first) ?? 0));
}

/** One sentence about different things: word for word the same, but for a few of them. */
function saysTheSame(one: string, other: string): boolean {
  const words = one.split(' ');
  const others = other.split(' ');
  if (words.length !== others.length) return false;
  const different = words.filter((word, index) => word !== others[index]).length;
  return different < words.length && different <= Math.max(1, Math.floor(words.length / 3));
}

function groupOf(first: Finding, others: readonly Finding[]): FindingGroup {
  const commands = [first, ...others].flatMap((finding) => finding.commands ?? []);
  return { first, others, commands: joinOperations(commands) };
}

/** What tells the others apart: names, or else places; at most `max`. */
export function namesOfOthers({ others }: FindingGroup, max: number): readonly string[] {
  return others
    .slice(0, max)
    .flatMap(({ about, position }) =>
      about !== undefined ? [nameOf(about)] : position === undefined ? [] : [formatPosition(position)],
    );
}
