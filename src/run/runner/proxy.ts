import { setGlobalProxyFromEnv } from 'node:http';

/** First of Node's versions that can be told to use a proxy after its start. */
export const proxySince = '24.14';

/**
 * From now on `fetch` goes to https addresses as the runner's settings say. Nothing else of them is taken over: plain http
 * is spoken to this machine only, and with the token in it. Kafka's sockets know no proxy.
 */
export function useProxyOf(env: Readonly<Record<string, string | undefined>>): void {
  const https = env['https_proxy'] || env['HTTPS_PROXY'];
  if (!https) return;
  // Undefined in older versions, whatever its type says; the run warns of it.
  const use: typeof setGlobalProxyFromEnv | undefined = setGlobalProxyFromEnv;
  use?.({ https_proxy: https, no_proxy: env['no_proxy'] || env['NO_PROXY'] || '' });
}
