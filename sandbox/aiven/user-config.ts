import { AivenError } from './errors.ts';
import type { UserConfig } from './state.ts';
import type { Switches } from './switches.ts';

export const redacted = '<redacted>';

/** `_secure` in aiven/go-api-schemas `integration_endpoint_types.yml`. */
const secretFields = ['sasl_plain_password', 'ssl_client_key'] as const;

/** The `user_config` as an answer shows it. */
export function shown(config: UserConfig, secrets: 'shown' | 'redacted'): UserConfig {
  if (secrets === 'shown') return config;
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, isSecret(key) ? redacted : value]),
  );
}

/** *assumed* after the docs' page on secret redaction, `redactedPlaceholder`. */
export function keepRedacted(stored: UserConfig, sent: UserConfig, switches: Switches): UserConfig {
  if (switches.redactedPlaceholder === 'store') return sent;
  return Object.fromEntries(
    Object.entries(sent).flatMap(([key, value]) => {
      if (!isSecret(key) || value !== redacted) return [[key, value]];
      return stored[key] === undefined ? [] : [[key, stored[key]]];
    }),
  );
}

export function withoutNulls(config: UserConfig): UserConfig {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null));
}

/** A PUT that changes nothing. aiven-operator knows the text; that it still happens and its status are *assumed*, `unchangedUserConfig`. */
export function refuseUnchanged(stored: UserConfig, next: UserConfig, switches: Switches): void {
  if (switches.unchangedUserConfig === 'accept' || !sameConfig(stored, next)) return;
  throw new AivenError(Number(switches.unchangedUserConfig), 'User config not changed');
}

/** A newer key, see `newerKeys`, is one when its name says so. */
function isSecret(key: string): boolean {
  return secretFields.some((field) => field === key) || key.endsWith('_secret');
}

function sameConfig(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, entry]) => [key, sorted(entry)] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}
