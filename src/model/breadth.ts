import type { ResourcePattern } from './acl-coverage.ts';
import { matchesNamePattern } from './name-pattern.ts';

/**
 * How far a pattern reaches, whatever its language and spelling. Judged by what it matches: nobody can list the spellings
 * of "nearly everything".
 */
export type Breadth =
  | 'every name'
  /** A tenth or more of names that have nothing in common, as `[a-z].*` and `*.*` do. */
  | 'names of all sorts'
  /** Every name with the same character in front or behind, as `o*` does. */
  | 'one character given'
  | 'some names';

/** Of every sort that names may have, with no word in common and none that people use for their own: plants. */
const plainNames = [
  'acanthus',
  'borage-seed',
  'celandine.spring.v2',
  'dittany_root',
  'elecampane.dried',
  'foxglove-wild',
  'gentian',
  'hellebore.niger',
  'inula_hirta',
  'jasmine-7',
  'kniphofia.uvaria.eu',
  'lovage',
  'mugwort.leaf-cut',
  'nigella_2030',
  'oxlip',
  'pimpernel-scarlet',
  'quamash.bulb',
  'rampion',
  'samphire_rock',
  'tansy.flower.raw',
  'umbel-9',
  'vetch',
  'woad.blue',
  'x',
  'yarrow-milfoil',
  'zinnia_elegans',
  'Betony',
  'HYSSOP.Extract',
  'Sorrel-Q4',
  'WW',
  '7',
  '2031-harvest',
  '0_thrift',
  '_lichen',
] as const;

/** As brokers write the holder of a certificate. */
const certificateNames = [
  'CN=alkanet',
  'CN=burnet.field,OU=Herbs',
  'CN=clary,O=Garden,C=NL',
  'CN=fennel-4,OU=Seeds,O=Garden,L=Delft,C=NL',
] as const;

const names = {
  resources: plainNames,
  principals: [...plainNames, ...certificateNames],
} as const;
type Named = keyof typeof names;

/** Characters that a pattern may ask for and leave everything else open. */
const characters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-'];
const minShare = 0.1;

interface Asked {
  /** What the names are of. */
  readonly named?: Named;
  /** The characters that the pattern may ask for and leave the rest open; all, where that is not known. */
  readonly mayAskFor?: readonly string[];
}

export function breadthOf(
  matches: (name: string) => boolean,
  { named = 'resources', mayAskFor = characters }: Asked = {},
): Breadth {
  const probes: readonly string[] = names[named];
  const matched = probes.filter(matches).length;
  if (matched === probes.length) return 'every name';
  if (matched >= probes.length * minShare) return 'names of all sorts';
  const isOpenBut = (character: string): boolean =>
    mostMatch(probes, (name) => matches(`${character}${name}`)) ||
    mostMatch(probes, (name) => matches(`${name}${character}`));
  return mayAskFor.some(isOpenBut) ? 'one character given' : 'some names';
}

/** Of a glob as in `manage` and in Aiven ACLs. There may be thousands, so that only what can match is tried. */
export function breadthOfGlob(glob: string, named: Named = 'resources'): Breadth {
  if (!glob.includes('*')) return 'some names'; // names of one length
  const asked = glob.replace(/[*?]/g, '');
  return breadthOf((name) => matchesNamePattern(glob, name), {
    named,
    mayAskFor: asked.length === 1 ? [asked] : [],
  });
}

/** Of what a Kafka ACL is about. */
export function breadthOfResource({ name, patternType }: ResourcePattern): Breadth {
  if (patternType === 'LITERAL') return name === '*' ? 'every name' : 'some names';
  return breadthOf((other) => other.startsWith(name), { mayAskFor: name.length === 1 ? [name] : [] });
}

/** Of a principal in an ACL or under `manage.acls`, with or without the wildcards that Aiven reads in one. */
export function breadthOfPrincipal(principal: string): Breadth {
  return breadthOfGlob(principal.replace(/^User:/, ''), 'principals');
}

function mostMatch(probes: readonly string[], matches: (name: string) => boolean): boolean {
  return probes.filter(matches).length * 2 >= probes.length;
}
