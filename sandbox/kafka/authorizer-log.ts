import type { AuthorizerDecision } from './sandbox-kafka.ts';

/** Reads the lines that `StandardAuthorizerData.logAuditMessage` writes; lines of any other form, or without `part`, are left out. */
export function parseAuthorizerLog(log: string, part = ''): readonly AuthorizerDecision[] {
  return log.split('\n').flatMap((line) => {
    if (!line.includes(part)) return [];
    const found = LINE.exec(line)?.groups;
    if (!found) return [];
    return {
      principal: found['principal'] ?? '',
      allowed: found['decision'] === 'Allowed',
      operation: found['operation'] ?? '',
      host: found['host'] ?? '',
      resourceType: (found['type'] ?? '').replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase(),
      resourceName: found['name'] ?? '',
      request: found['request'] ?? '',
    };
  });
}

const LINE =
  /Principal = (?<principal>.+?) is (?<decision>Allowed|Denied) operation = (?<operation>\w+) from host = (?<host>\S+) on resource = (?<type>\w+):LITERAL:(?<name>.*) for request = (?<request>\w+)/;
