import { said } from '../said.ts';
import { projectPath, type Scope } from '../scope.ts';

/** Far above the one limit that a client has recorded. */
const maxRequests = 600;

/** Asks as fast as it can until Aiven says that this is too fast: only on demand, as it slows down all that the token does. */
export async function provokeLimit(scope: Scope): Promise<void> {
  const { api, findings } = scope;
  await findings.question(['retryAfter'], async () => {
    for (let sent = 1; sent <= maxRequests; sent++) {
      const { status, headers } = await api.getOnce(`${projectPath(scope)}/integration_endpoint`);
      if (status !== 429) continue;
      findings.settle('retryAfter', headers.get('retry-after') === null ? 'absent' : 'present');
      findings.note(3, 'requests until 429', said`${sent}`);
      return;
    }
    findings.leave('retryAfter', `no limit was reached with ${maxRequests} requests`);
  });
}
