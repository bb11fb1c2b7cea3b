import { aclWorlds } from './acls.ts';
import { endpointWorlds } from './endpoints.ts';
import { flowWorlds } from './flows.ts';
import { integrationWorlds } from './integrations.ts';
import { type Setting, settingsOf } from './settings.ts';
import { topicWorlds } from './topics.ts';
import type { MatrixWorld } from './world.ts';

export const matrixWorlds: readonly MatrixWorld[] = [
  ...topicWorlds,
  ...aclWorlds,
  ...endpointWorlds,
  ...integrationWorlds,
  ...flowWorlds,
];

export interface Cell {
  readonly world: MatrixWorld;
  readonly setting: Setting;
}

/** Every world under every setting of its kind. */
export function allCells(): readonly Cell[] {
  return matrixWorlds.flatMap((world) => settingsOf(world.kind).map((setting) => ({ world, setting })));
}
