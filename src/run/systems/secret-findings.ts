import type { Finding } from '../../model/finding.ts';
import { secretsOf } from '../../model/kafka-connection.ts';
import type { Position } from '../../model/position.ts';
import { Secret } from '../../model/secret.ts';
import type { RuleCode } from '../../spec/rules/rules.ts';
import type { Spec } from '../../spec/spec.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A variable that is set and empty comes from a GitHub secret that does not exist, or is misspelt. */
export function missingSecretFindings(
  missing: ReadonlyMap<string, Position>,
  env: Environment,
): readonly Finding[] {
  return [...missing].map(([name, position]) => {
    const variable = `KAFKA_SECRET_${name}`;
    const line = `\`${variable}: $` + `{{ secrets.${name} }}\``;
    return env[variable] === ''
      ? {
          code: 'secret-missing',
          severity: 'error',
          message: `${variable} is empty: is it defined and spelled so?`,
          hint: `GitHub gives empty text for a secret that does not exist. Compare the name in ${line} with the secrets of the repository and of the environment.`,
          position,
        }
      : {
          code: 'secret-missing',
          severity: 'error',
          message: `${variable} is not set in this run`,
          hint: `Pass it to the step under env, as in ${line}.`,
          position,
        };
  });
}

/** Secrets of the spec that cannot be hidden, because the run says the same of itself: reports would have holes, or show them. */
export function ordinarySecretFindings(
  spec: Spec,
  isOrdinary: (secret: Secret) => boolean,
): readonly Finding[] {
  return spec.secrets.filter(isOrdinary).map(({ name }) => {
    const position = positionOf(spec, name);
    return {
      code: 'secret-is-a-word' satisfies RuleCode,
      severity: 'error',
      message: `the value of KAFKA_SECRET_${name} is a word that reports use, or a name in the spec`,
      hint: `Give the user another password, and set the secret ${name} to it: reports cannot hide this one.`,
      ...(position === undefined ? {} : { position }),
    };
  });
}

function positionOf(spec: Spec, name: string): Position | undefined {
  for (const cluster of spec.clusters.values()) {
    if (cluster.type !== 'external') continue;
    for (const login of [cluster.admin, cluster.mirror]) {
      if (login !== undefined && secretsOf(login.login).some((secret) => secret.name === name))
        return login.position;
    }
  }
  return undefined;
}

/** Every text of a spec that is valid, which reports may show: names, patterns, values. */
export function wordsOfSpec(spec: Spec): readonly string[] {
  const words = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'string') words.add(value);
    else if (value instanceof Secret) words.add(value.name);
    else if (isPosition(value)) words.add(value.file);
    else if (value instanceof Map) {
      for (const [key, item] of value) {
        look(key);
        look(item);
      }
    } else if (value instanceof Set || Array.isArray(value)) {
      for (const item of value) look(item);
    } else if (typeof value === 'object' && value !== null) {
      for (const item of Object.values(value)) look(item);
    }
  };
  look(spec);
  return [...words];
}

/** Half of what a spec is made of. */
function isPosition(value: unknown): value is Position {
  return (
    typeof value === 'object' && value !== null && 'file' in value && 'line' in value && 'column' in value
  );
}
