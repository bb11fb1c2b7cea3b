import type { Finding } from '../model/finding.ts';
import { formatPosition } from '../model/position.ts';

/**
 * `file:line:col: code: message`, and the hint on a line of its own. Warnings and notices say so after the
 * place, as compilers do, so that editors and problem matchers tell them apart.
 */
export function formatFinding(finding: Finding): string {
  const where = finding.position === undefined ? '' : `${formatPosition(finding.position)}: `;
  const severity = finding.severity === 'error' ? '' : `${finding.severity}: `;
  const hint = finding.hint === undefined ? '' : `\n  hint: ${finding.hint}`;
  return `${where}${severity}${finding.code}: ${finding.message}${hint}`;
}
