import { defaultConfigPropertiesExclude } from '../model/flow-defaults.ts';
import { readTopicPattern } from './patterns.ts';

/** Aiven adds it to every list. */
const alwaysExcluded = 'unclean\\.leader\\.election\\.enable';

/**
 * `DefaultConfigPropertyFilter.shouldReplicateConfigProperty`: which topic configs a flow copies from its source. `unknown`: a
 * pattern cannot be evaluated here.
 */
export function configFilter(
  exclude: readonly string[] | undefined,
): (config: string) => 'copied' | 'excluded' | 'unknown' {
  const patterns = [alwaysExcluded, ...(exclude ?? defaultConfigPropertiesExclude)].map(readTopicPattern);
  const isVague = patterns.some(({ kind }) => kind === 'not-evaluable');
  return (config) => {
    if (patterns.some((pattern) => pattern.kind !== 'not-evaluable' && pattern.matches(config))) {
      return 'excluded';
    }
    return isVague ? 'unknown' : 'copied';
  };
}
