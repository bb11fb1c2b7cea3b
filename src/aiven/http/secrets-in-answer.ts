import { Secret } from '../../model/secret.ts';

/** The placeholder that Aiven shows instead of a secret. Writing it back could destroy the stored one. */
export const redactedMarker = '<redacted>';

/**
 * Every secret in an answer of Aiven, whatever was asked: passwords and keys of service users, of endpoints of any type, and what
 * `connection_info` and `service_uri` repeat of them. Aiven shows them to tokens that may see them, asked or not, and may
 * repeat them later in an error or a status. `lookedAt`: configs of earlier answers, in which nothing new can be found; those of this one
 * are added.
 */
export function secretsInAnswer(
  answer: unknown,
  lookedAt: WeakSet<object> = new WeakSet(),
): readonly Secret[] {
  const found = new Map<string, string>();
  const keep = (value: string, key: string): void => {
    if (value !== '' && value !== redactedMarker && !found.has(value)) found.set(value, key);
  };
  const look = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (namesSecret(key) || value.includes('PRIVATE KEY-----')) keep(value, key);
      for (const part of passwordsInAddresses(value)) keep(part, key);
    } else if (Array.isArray(value)) {
      for (const item of value) look(item, key);
    } else if (typeof value === 'object' && value !== null) {
      if (key === 'config') {
        if (lookedAt.has(value)) return;
        lookedAt.add(value);
      }
      for (const [name, item] of Object.entries(value)) look(item, name);
    }
  };
  look(answer, '');
  return [...found].map(([value, key]) => Secret.of(`${key} in an answer of Aiven`, value));
}

const secretKey =
  /(?:^|_)(?:password|passwd|passphrase|pwd|secret|token|credentials?|dsn|jwt)s?$|(?:^|_)(?:access|account|api|app|application|auth|client|encryption|license|private|secret|service|shared|signing|ssl|storage)_(?:key|cert)$/i;

/** CA certificates are public, and a spec states them. */
function namesSecret(key: string): boolean {
  return secretKey.test(key) || /_secret_/i.test(key);
}

/** `kafka+ssl://user:password@host:port`, also in a list of them; as it stands, and as it is meant. */
function passwordsInAddresses(text: string): readonly string[] {
  if (!text.includes('://')) return [];
  return [...text.matchAll(/:\/\/[^\s/:@]*:([^\s/@]+)@/g)].flatMap(([, password = '']) => [
    password,
    decoded(password),
  ]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that is none of an encoding
  }
}
