import type { ForeignText } from './foreign-text.ts';
import type { Secret } from './secret.ts';

/** What a run keeps secret, for the rooms that talk to other systems: they add to it, and ask it what they may repeat. */
export interface Secrecy {
  /** These are secret from now on, beside all that were before. */
  keep(secrets: readonly Secret[]): void;
  /** What may be shown of another system's words: without any secret, or nothing of them and why. */
  tell(text: ForeignText): string;
  /** The names of the secrets that a text holds which is about to leave. */
  secretsIn(text: string): readonly string[];
}
