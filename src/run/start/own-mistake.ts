import { version } from '../../model/version.ts';

export const reportAt = 'https://github.com/aiven-kafka-gitops/aiven-kafka-gitops/issues';

/** What is told of an error that nobody foresaw, line by line. */
export function ownMistake(
  error: unknown,
  { of, nodeVersion }: { readonly of: 'action' | 'command'; readonly nodeVersion: string },
): readonly string[] {
  return [
    `This is a mistake of the ${of}. Please report it at ${reportAt}, with these lines:`,
    `aiven-kafka-gitops ${version}, Node ${nodeVersion}`,
    stackOf(error),
  ];
}

/** With what caused it, as far as that is told. */
function stackOf(error: unknown, maxCauses = 5): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  if (error.cause === undefined || maxCauses === 0) return own;
  return `${own}\ncaused by: ${stackOf(error.cause, maxCauses - 1)}`;
}
