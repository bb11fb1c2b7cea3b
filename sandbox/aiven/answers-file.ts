import { readFile } from 'node:fs/promises';
import { type Switches, type SwitchName, switchValues } from './switches.ts';

/** The switches that `npm run smoke -- --json <file>` found out. Throws where the file says something else. */
export async function switchesFrom(file: string): Promise<Partial<Switches>> {
  return parseAnswers(await readFile(file, 'utf8'));
}

export function parseAnswers(text: string): Partial<Switches> {
  const { version, switches } = Object(JSON.parse(text));
  if (version !== 1 || typeof switches !== 'object' || switches === null)
    throw new Error('This is no file that `npm run smoke` wrote.');
  const known: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(switchValues));
  for (const [name, value] of Object.entries(switches)) {
    const values = known.get(name);
    if (values === undefined) throw new Error(`The emulator has no switch ${JSON.stringify(name)}.`);
    if (typeof value !== 'string' || !values.includes(value))
      throw new Error(`${name as SwitchName} is one of ${values.join(', ')}, not ${JSON.stringify(value)}.`);
  }
  return switches;
}
