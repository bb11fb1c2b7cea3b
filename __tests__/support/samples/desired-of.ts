import { desiredState } from '../../../src/desired/desired.ts';
import type { Desired } from '../../../src/model/desired.ts';
import { loadTexts } from '../spec-files.ts';

/** What this text asks for. A secret that is not given has a name and no value, as where credentials do not reach. */
export async function desiredOf(
  text: string,
  known: {
    readonly secrets?: Readonly<Record<string, string>>;
    readonly observed?: ReadonlyMap<string, readonly string[]>;
  } = {},
): Promise<Desired> {
  const loaded = await loadTexts({ 'kafka/prod.yaml': text }, { secret: (name) => known.secrets?.[name] });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  return desiredState(loaded.spec, known.observed).desired;
}
