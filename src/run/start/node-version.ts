import { proxySince } from '../runner/proxy.ts';

/** What is wrong with the Node that runs this, by its version such as `24.11.0`. */
export type NodeProblem =
  | { readonly is: 'none' }
  /** Nothing works. */
  | { readonly is: 'too old'; readonly message: string }
  /** The proxy of the environment is not used. */
  | { readonly is: 'no proxy'; readonly message: string };

/** `version`: as in `process.versions.node`. */
export function nodeProblem(version: string, env: Readonly<Record<string, string | undefined>>): NodeProblem {
  if (isOlder(version, '24.0')) {
    return {
      is: 'too old',
      message: `this action needs Node 24, and this is ${version}: run it as a step with uses:, on a runner that knows node24`,
    };
  }
  const unused = unusedProxy(version, env);
  if (unused === undefined) return { is: 'none' };
  return {
    is: 'no proxy',
    message: `${unused}. Update the runner, or let it reach the Aiven API directly`,
  };
}

/** A proxy that the environment names and this Node cannot use, in words without a full stop. Undefined: there is none. */
export function unusedProxy(
  version: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const proxy = ['https_proxy', 'HTTPS_PROXY'].find((name) => env[name]);
  if (proxy === undefined || !isOlder(version, proxySince)) return undefined;
  return `${proxy} is set, and Node ${version} cannot use it for the Aiven API; Node ${proxySince} can`;
}

function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = than.split('.').map(Number);
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}
