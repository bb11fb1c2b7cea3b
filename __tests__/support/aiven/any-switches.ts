import fc from 'fast-check';
import { type Switches, type SwitchName, switchValues } from '../../../sandbox/aiven/switches.ts';

const names = Object.keys(switchValues) as SwitchName[]; // Object.keys forgets the names
/** A value of its own for every switch. */
export const anySwitches = fc
  .tuple(...names.map((name) => fc.constantFrom(...(switchValues[name] as readonly string[]))))
  .map(
    (values) => Object.fromEntries(names.map((name, index) => [name, values[index]])) as unknown as Switches,
  );
