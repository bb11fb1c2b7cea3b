import type { AivenEmulator } from '../sandbox/aiven/start-aiven.ts';
import type { KafkaProxy } from './kafka-proxy.ts';

export const project = 'acme-prod';

/** A spec, and the systems in the state in which its apply creates, changes and deletes something of each kind. */
export interface Scene {
  /** What the default branch has: where credentials may go. */
  readonly filesBefore: Readonly<Record<string, string>>;
  /** What a pull request adds. */
  readonly files: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly aiven: AivenEmulator;
  /** In front of the brokers, where the scene has them. */
  readonly kafka: KafkaProxy | undefined;
  /** Somebody changes what the spec says, behind its back, or changes it back. */
  disturb(to: 'drift' | 'calm'): Promise<void>;
  /** Everything that the spec names, a line each. */
  state(): Promise<readonly string[]>;
  /** Answers what puts everything back as it is now. */
  save(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}
