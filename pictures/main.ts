import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { reportSamples } from '../__tests__/support/report-samples.ts';
import { launchBrowser } from './browser.ts';
import { type Place, pageHtml } from './page.ts';
import { repackPng } from './repack-png.ts';
import type { Tab } from './tab.ts';

/**
 * `npm run pictures [-- <name> ...]`: shows every report as GitHub does, in both themes, on a desktop and on a
 * phone, checks that nothing sticks out and that the diagrams are drawn, and takes the pictures of the docs.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const packages = join(root, 'pictures/packages');
const folder = join(root, '.demo/pictures');
const docs = join(root, 'docs/pictures');

const themes = ['light', 'dark'] as const;
/** CSS pixels around a comment in a window of 1280, and on a phone. */
const widths = { desktop: 872, phone: 390 } as const;

interface DocsPicture {
  readonly file: string;
  readonly sample: string;
  readonly device: keyof typeof widths;
  readonly theme: (typeof themes)[number];
}

/** What README and docs show. Small, because every clone of the action has them. */
const docsPictures: readonly DocsPicture[] = [
  { file: 'plan-light.png', sample: 'planned', device: 'desktop', theme: 'light' },
  { file: 'plan-dark.png', sample: 'planned', device: 'desktop', theme: 'dark' },
  { file: 'plan-phone-light.png', sample: 'planned', device: 'phone', theme: 'light' },
  { file: 'not-contacted-light.png', sample: 'not-contacted', device: 'desktop', theme: 'light' },
  { file: 'refused-light.png', sample: 'refused', device: 'desktop', theme: 'light' },
  { file: 'partly-applied-light.png', sample: 'partly-applied', device: 'desktop', theme: 'light' },
  { file: 'applied-light.png', sample: 'applied', device: 'desktop', theme: 'light' },
  { file: 'drift-issue-light.png', sample: 'drift-issue', device: 'desktop', theme: 'light' },
  { file: 'drift-issue-dark.png', sample: 'drift-issue', device: 'desktop', theme: 'dark' },
  { file: 'no-changes-light.png', sample: 'no-changes', device: 'desktop', theme: 'light' },
  { file: 'planning-light.png', sample: 'planning', device: 'desktop', theme: 'light' },
  { file: 'superseded-light.png', sample: 'superseded', device: 'desktop', theme: 'light' },
  { file: 'unread-light.png', sample: 'unread', device: 'desktop', theme: 'light' },
  { file: 'shortened-light.png', sample: 'shortened', device: 'desktop', theme: 'light' },
  { file: 'offline-light.png', sample: 'offline', device: 'desktop', theme: 'light' },
  { file: 'invalid-spec-light.png', sample: 'invalid-spec', device: 'desktop', theme: 'light' },
  { file: 'failed-light.png', sample: 'failed', device: 'desktop', theme: 'light' },
  { file: 'applied-not-proven-light.png', sample: 'applied-not-proven', device: 'desktop', theme: 'light' },
  { file: 'drift-closed-light.png', sample: 'drift-closed', device: 'desktop', theme: 'light' },
];
/** CSS pixels of the plan of 22 changes, as long as nothing is unfolded: what a reviewer reads before a decision. */
const maxPlanHeight = { desktop: 1_040, phone: 2_030 };
/** Bytes. */
const maxPictureBytes = 520_000;
const maxAllPicturesBytes = 2_700_000;

interface Sample {
  readonly name: string;
  readonly place: Place;
  readonly title?: string;
  readonly markdown: string;
}

const print = (line: string) => process.stdout.write(`${line}\n`);

fetchPackages();
const wanted = process.argv.slice(2);
const samples = allSamples().filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const browser = await launchBrowser({ packages, cache: join(root, '.cache/chromium') });
print(
  `${browser.version}: ${samples.length} reports in ${themes.length} themes and ${Object.keys(widths).length} widths`,
);
const complaints: string[] = [];
try {
  await mkdir(folder, { recursive: true });
  await mkdir(docs, { recursive: true });
  const tab = await browser.openTab();
  for (const sample of samples) complaints.push(...(await look(tab, sample)));
  let total = 0;
  for (const picture of docsPictures) {
    if (!samples.some(({ name }) => name === picture.sample)) continue;
    const bytes = await takeForDocs(tab, picture);
    total += bytes;
    if (bytes > maxPictureBytes) complaints.push(`${picture.file} has ${bytes} bytes`);
  }
  if (total > maxAllPicturesBytes) complaints.push(`the pictures of the docs have ${total} bytes`);
} finally {
  await browser.close();
}
for (const complaint of complaints) print(`✘ ${complaint}`);
print(
  complaints.length === 0
    ? `All reports read well; the pictures are in .demo/pictures and docs/pictures.`
    : '',
);
if (complaints.length > 0) process.exitCode = 1;

async function look(tab: Tab, sample: Sample): Promise<readonly string[]> {
  const { name, place, title, markdown } = sample;
  const file = join(folder, `${name}.html`);
  await writeFile(file, pageHtml({ markdown, place, title, packages }));
  const found: string[] = [];
  for (const [device, width] of Object.entries(widths)) {
    for (const theme of themes) {
      const where = `${name}, ${device}, ${theme}`;
      await tab.show({ url: pathToFileURL(file).href, width, scale: device === 'phone' ? 2 : 1.5, theme });
      await tab.evaluate(`draw({ dark: ${theme === 'dark'}, open: true })`);
      const problems = await texts(tab, 'complaints()');
      found.push(...problems.map((problem) => `${where}: ${problem}`));
      if (device === 'desktop' && theme === 'light')
        found.push(...(await texts(tab, 'wideTables()')).map((table) => `${where}: ${table}`));
      const size = sizeOf(await tab.evaluate(`draw({ dark: ${theme === 'dark'}, open: false })`));
      if (name === 'planned') print(`${where}: ${size.height} pixels high`);
      const limit = device === 'phone' ? maxPlanHeight.phone : maxPlanHeight.desktop;
      if (name === 'planned' && size.height > limit)
        found.push(`${where}: ${size.height} pixels high, more than ${limit}`);
      await writeFile(join(folder, `${name}-${device}-${theme}.png`), await tab.picture(size));
    }
  }
  return found;
}

/** At one pixel per CSS pixel; GitHub shows no more of it. Gives the bytes. */
async function takeForDocs(tab: Tab, { file, sample, device, theme }: DocsPicture): Promise<number> {
  const url = pathToFileURL(join(folder, `${sample}.html`)).href;
  await tab.show({ url, width: widths[device], scale: 1, theme });
  const size = await tab.evaluate(`draw({ dark: ${theme === 'dark'}, open: false })`);
  const picture = repackPng(await tab.picture(sizeOf(size)));
  await writeFile(join(docs, file), picture);
  return picture.length;
}

function allSamples(): readonly Sample[] {
  return Object.entries(reportSamples)
    .filter(([file]) => file.endsWith('.md'))
    .map(([file, render]): Sample => {
      const name = file.replace(/\.md$/, '');
      const markdown = render();
      if (name === 'drift-issue') {
        const [title = '', ...body] = markdown.split('\n\n');
        return { name, place: 'issue', title, markdown: body.join('\n\n') };
      }
      return { name, place: name === 'offline' ? 'summary' : 'comment', markdown };
    });
}

async function texts(tab: Tab, expression: string): Promise<readonly string[]> {
  const value = await tab.evaluate(expression);
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function sizeOf(value: unknown): { readonly width: number; readonly height: number } {
  if (typeof value !== 'object' || value === null) throw new Error('the page has no size');
  return { width: Number(Reflect.get(value, 'width')), height: Number(Reflect.get(value, 'height')) };
}

function fetchPackages(): void {
  if (existsSync(join(packages, 'node_modules/.package-lock.json'))) return;
  print('Fetching the style sheet, the fonts, Mermaid and Chromium into pictures/packages');
  const options = ['--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'];
  execFileSync('npm', ['ci', ...options], { cwd: packages, stdio: ['ignore', 'ignore', 'inherit'] });
}
