import type { Team } from './team.ts';

/**
 * Where a secret was said, in any of its usual spellings. Written without a look at the redactor: a base64 text is
 * cut to the part that only the secret decides, whatever stands before it.
 */
export function secretsSaid(team: Team, secrets: readonly string[]): readonly string[] {
  const needles = [...new Set(secrets.flatMap(spellings))];
  return team
    .said()
    .filter(({ text }) => needles.some((needle) => text.includes(needle)))
    .map(({ where }) => where);
}

function spellings(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ p: secret }).toString().slice(2),
    Buffer.from(secret).toString('hex'),
    ...['base64', 'base64url'].flatMap((encoding) =>
      [0, 1, 2].map((before) => base64Core(secret, before, encoding === 'base64' ? 'base64' : 'base64url')),
    ),
  ];
}

function base64Core(secret: string, before: number, encoding: 'base64' | 'base64url'): string {
  const bytes = Buffer.from(`${'x'.repeat(before)}${secret}`);
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString(encoding);
  return whole.slice(before === 0 ? 0 : 4);
}
