// The packages inside a bundle, out of npm's bill of materials of everything that the repository installs. Pure.

/** CycloneDX, as far as it is looked at; the rest passes through. */
export interface BillOfMaterials {
  readonly metadata: { readonly component: { readonly 'bom-ref': string } };
  readonly components: readonly { readonly 'bom-ref': string; readonly name: string }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/** The names in a file of licences that ncc wrote: each begins a paragraph and is followed by its licence's short name. */
export function bundledPackages(licences: string): ReadonlySet<string> {
  const name = /(?:^|\n\n)((?:@[a-z\d._-]+\/)?[a-z\d._-]+)\n[A-Za-z\d.()/+ -]{2,40}\n/g;
  return new Set(Array.from(licences.matchAll(name), ([, found]) => found ?? ''));
}

/**
 * `all` with nothing but what the bundle holds. Where npm has several versions of a package, those that are reached from this repository through
 * bundled packages only. What is only needed for development, such as jest, is in no bundle.
 * @throws {Error} of a bundled package that `all` does not name.
 */
export function billOfBundle<Bill extends BillOfMaterials>(all: Bill, bundled: ReadonlySet<string>): Bill {
  const nameOf = new Map(all.components.map((component) => [component['bom-ref'], component.name]));
  const needs = new Map(all.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn ?? []]));
  const root = all.metadata.component['bom-ref'];
  const reached = new Set([root]);
  // A set takes what is added while it is walked through.
  for (const ref of reached)
    for (const next of needs.get(ref) ?? []) if (bundled.has(nameOf.get(next) ?? '')) reached.add(next);
  const names = new Set(Array.from(reached, (ref) => nameOf.get(ref)));
  const missing = Array.from(bundled).filter((name) => !names.has(name));
  if (missing.length > 0) throw new Error(`The bundle holds ${missing.join(', ')}, which npm does not name.`);
  return {
    ...all,
    components: all.components
      .filter((component) => reached.has(component['bom-ref']))
      .map((component) => ({ ...component, scope: 'required' })),
    dependencies: all.dependencies
      .filter(({ ref }) => reached.has(ref))
      .map(({ ref, dependsOn }) => ({
        ref,
        dependsOn: (dependsOn ?? []).filter((next) => reached.has(next)),
      })),
  };
}
