import { createHash, timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';

export type SecretComparison = 'equal' | 'different' | 'cannot tell';

let readValue: (secret: Secret) => string | undefined;

/**
 * A credential that cannot be printed: string conversion, JSON and `util.inspect` all give `***`. It has no method that
 * gives its value, so that no cast, destructuring or computed name reaches it: `openSecret` alone does, which a file must import.
 *
 * A secret may be known by name only (`Secret.named`), when the run has no access to its value, as on a pull
 * request from a fork. Comparing such a secret answers `cannot tell`; opening it is a programming error.
 */
export class Secret {
  static {
    readValue = (secret) => secret.#value;
  }

  readonly name: string;
  readonly #value: string | undefined;

  private constructor(name: string, value: string | undefined) {
    this.name = name;
    this.#value = value;
  }

  static of(name: string, value: string): Secret {
    return new Secret(name, value);
  }

  static named(name: string): Secret {
    return new Secret(name, undefined);
  }

  get isKnown(): boolean {
    return this.#value !== undefined;
  }

  compare(other: Secret): SecretComparison {
    if (this.#value === undefined || other.#value === undefined) return 'cannot tell';
    return timingSafeEqual(sha256(this.#value), sha256(other.#value)) ? 'equal' : 'different';
  }

  /** For PEM texts, in which line breaks and spaces between the lines mean nothing. */
  comparePem(other: Secret): SecretComparison {
    if (this.#value === undefined || other.#value === undefined) return 'cannot tell';
    const [own, others] = [this.#value, other.#value].map((value) => sha256(value.replace(/\s+/g, '')));
    if (own === undefined || others === undefined) return 'cannot tell';
    return timingSafeEqual(own, others) ? 'equal' : 'different';
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }

  [inspect.custom](): string {
    return `Secret(${this.name})`;
  }
}

/** Only where credentials are sent (Aiven request, SASL, TLS, GitHub client) and where texts are searched for them. */
export function openSecret(secret: Secret): string {
  const value = readValue(secret);
  if (value === undefined) throw new Error(`secret ${secret.name} has no value in this run`);
  return value;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
