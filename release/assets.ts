import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type BillOfMaterials, billOfBundle, bundledPackages } from './bill-of-materials.ts';
import { floatingTags, notesOf } from './names.ts';

/**
 * `npm run release:assets`: writes into `.release/` what the release of the version in package.json is made of: `notes.md`, `floating-tags`, and under
 * `assets/` a bill of materials and the licences for each bundle.
 */
const out = '.release';
const bundles = { action: 'dist', 'local-command': 'dist/cli' };

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }; // npm checks it
const repository = process.env['GITHUB_REPOSITORY'] ?? 'aiven-kafka-gitops/aiven-kafka-gitops';
rmSync(out, { recursive: true, force: true });
mkdirSync(`${out}/assets`, { recursive: true });
writeFileSync(
  `${out}/notes.md`,
  `${notesOf(readFileSync('CHANGELOG.md', 'utf8'), { version, repository })}\n`,
);
writeFileSync(`${out}/floating-tags`, `${floatingTags(version).join('\n')}\n`);

const options = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
const everything = JSON.parse(
  execFileSync('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], options),
) as BillOfMaterials; // npm's own
for (const [name, folder] of Object.entries(bundles)) {
  const licences = `${folder}/licenses.txt`;
  const bill = billOfBundle(everything, bundledPackages(readFileSync(licences, 'utf8')));
  writeFileSync(`${out}/assets/${name}.cdx.json`, `${JSON.stringify(bill, undefined, 2)}\n`);
  copyFileSync(licences, `${out}/assets/${name}.licenses.txt`);
  process.stdout.write(`${name}: ${bill.components.length} packages\n`);
}
