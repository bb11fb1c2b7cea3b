import { createHash, timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';

export type SecretComparison = 'equal' | 'different' | 'cannot tell';

/**
 * A credential that cannot be printed: string conversion, JSON and `util.inspect` all give `***`.
 *
 * A secret may be known by name only (`Secret.named`), when the run has no access to its value, as on a pull
 * request from a fork. Comparing such a secret answers `cannot tell`; opening it is a programming error.
 */
export class Secret {
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

  /** Only the sockets (Aiven request body, SASL, TLS, GitHub client) and the redactor may call this. */
  open(): string {
    if (this.#value === undefined) throw new Error(`secret ${this.name} has no value in this run`);
    return this.#value;
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

function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
