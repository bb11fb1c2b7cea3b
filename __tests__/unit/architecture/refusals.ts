import { dirname, join, normalize } from 'node:path';
import { findCircle } from './circles.ts';
import {
  declaresByHand,
  effects,
  floors,
  globalsEverywhere,
  mayImport,
  nodeEverywhere,
  type Opener,
  openers,
  packages,
} from './house.ts';
import type { GlobalSeen, ImportSeen } from './seen.ts';
import type { View } from './view.ts';

export interface Refusal {
  readonly file: string;
  readonly line: number;
  readonly kind: 'arrow' | 'circle' | 'package' | 'node' | 'global' | 'spelling' | 'secret' | 'file';
  readonly what: string;
}

/** Everything in the view that the house does not allow. */
export function refusalsOf(view: View): readonly Refusal[] {
  return [
    ...view.files.flatMap(refuseFile),
    ...view.imports.flatMap(refuseImport),
    ...circlesIn(view.imports),
    ...view.globals.filter((seen) => !isAllowed(seen)).map(refuseGlobal),
    ...view.spellings
      .filter(
        ({ file, spelling }) => spelling !== 'a name declared by hand' || !declaresByHand.includes(file),
      )
      .map(({ file, line, spelling }): Refusal => ({ file, line, kind: 'spelling', what: spelling })),
    ...view.openings
      .filter(({ file, opener, how }) => how === 'taken along' || !mayCall(opener).includes(file))
      .map(
        ({ file, line, opener, how }): Refusal => ({
          file,
          line,
          kind: 'secret',
          what: `${opener} is ${how}`,
        }),
      ),
  ];
}

function mayCall(opener: Opener): readonly string[] {
  return openers[opener].calledIn;
}

function refuseFile(file: string): readonly Refusal[] {
  const isSource = file.endsWith('.ts') && !file.endsWith('.d.ts');
  if (isSource || declaresByHand.includes(file)) return [];
  return [{ file, line: 1, kind: 'file', what: 'neither TypeScript nor one of the listed declarations' }];
}

function refuseImport(seen: ImportSeen): readonly Refusal[] {
  const { file, line, specifier } = seen;
  if (specifier.startsWith('.')) return refuseArrow(seen);
  if (specifier.startsWith('node:')) return refuseNode(seen);
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const allowed = [...(packages[roomOf(file)] ?? []), ...(packages[file] ?? [])];
  return allowed.includes(name) ? [] : [{ file, line, kind: 'package', what: specifier }];
}

function refuseArrow({ file, line, specifier }: ImportSeen): readonly Refusal[] {
  const target = targetOf(file, specifier);
  const what = `imports ${target}`;
  const [room, other] = [roomOf(file), roomOf(target)];
  if (room !== other) {
    return (mayImport[room] ?? []).includes(other) ? [] : [{ file, line, kind: 'arrow', what }];
  }
  const [own, theirs] = [floorOf(file), floorOf(target)];
  if (own === undefined || theirs === undefined) return [];
  const order = floors[room] ?? [];
  const isDrawn = order.includes(own) && order.includes(theirs);
  return isDrawn && order.indexOf(theirs) <= order.indexOf(own) ? [] : [{ file, line, kind: 'arrow', what }];
}

function refuseNode({ file, line, specifier, names }: ImportSeen): readonly Refusal[] {
  const allowed = [...(nodeEverywhere[specifier] ?? []), ...(effects[file]?.node?.[specifier] ?? [])];
  const isKnown = allowed.length > 0 && names.length > 0;
  return isKnown && names.every((name) => allowed.includes(name))
    ? []
    : [{ file, line, kind: 'node', what: `{ ${names.join(', ')} } of ${specifier}` }];
}

function isAllowed(seen: GlobalSeen): boolean {
  const allowed = [...globalsEverywhere, ...(effects[seen.file]?.globals ?? [])];
  return spellingsThatAllow(seen).some((spelling) => allowed.includes(spelling));
}

/** The entries of `house.ts` that would let this pass. */
export function spellingsThatAllow({ name, member, use }: GlobalSeen): readonly string[] {
  return member === undefined ? [name, `${use} ${name}`] : [name, `${name}.${member}`];
}

function refuseGlobal({ file, line, name, member }: GlobalSeen): Refusal {
  return { file, line, kind: 'global', what: member === undefined ? name : `${name}.${member}` };
}

function circlesIn(imports: readonly ImportSeen[]): readonly Refusal[] {
  const graph = Map.groupBy(
    imports.filter(({ specifier }) => specifier.startsWith('.')),
    ({ file }) => file,
  );
  const targets = new Map(
    [...graph].map(([file, seen]) => [file, seen.map(({ specifier }) => targetOf(file, specifier))]),
  );
  const circle = findCircle(targets);
  const [first] = circle;
  return first === undefined ? [] : [{ file: first, line: 1, kind: 'circle', what: circle.join(' → ') }];
}

function targetOf(file: string, specifier: string): string {
  return normalize(join(dirname(file), specifier));
}

function roomOf(file: string): string {
  return file.split('/')[0] ?? '';
}

/** The folder inside the room, if the file is in one. */
function floorOf(file: string): string | undefined {
  const [, folder, ...deeper] = file.split('/');
  return deeper.length > 0 ? folder : undefined;
}
