import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { reportSamples } from '../__tests__/support/report-samples.ts';
import { launchBrowser } from './browser.ts';
import { type Place, pageHtml } from './page.ts';
import type { Tab } from './tab.ts';

/**
 * `npm run pictures [-- <name> ...]`: shows every report as GitHub does, in both themes, on a desktop and on a
 * phone, checks that nothing sticks out and that the diagrams are drawn, and takes the pictures of the docs.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const packages = join(root, 'pictures/packages');
const folder = join(root, '.demo/pictures');

const themes = ['light', 'dark'] as const;
/** CSS pixels around a comment in a window of 1280, and on a phone. */
const widths = { desktop: 872, phone: 390 } as const;

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
  const tab = await browser.openTab();
  for (const sample of samples) complaints.push(...(await look(tab, sample)));
} finally {
  await browser.close();
}
for (const complaint of complaints) print(`✘ ${complaint}`);
print(complaints.length === 0 ? `All reports read well; the pictures are in .demo/pictures.` : '');
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
      const size = await tab.evaluate(`draw({ dark: ${theme === 'dark'}, open: false })`);
      await writeFile(join(folder, `${name}-${device}-${theme}.png`), await tab.picture(sizeOf(size)));
    }
  }
  return found;
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
