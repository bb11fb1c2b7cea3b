import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { pages, readPage, root } from '../../support/docs/pages.ts';

describe('links inside the repository lead to a file, and to a heading of it', () => {
  test.each(pages)('%s', (page) => {
    const text = readPage(page).replace(/^ *```[\s\S]*?^ *```$/gm, '');
    const links = [...text.matchAll(/(?:\]\(|(?:src|srcset)=")(?!https?:)([^)"#\s]*)(?:#([^)"]*))?[)"]/g)];
    for (const [, path = '', anchor] of links) {
      const target = path === '' ? page : normalize(join(dirname(page), path));
      expect([target, existsSync(join(root, target))]).toEqual([target, true]);
      if (anchor !== undefined)
        expect([target, anchorsOf(readPage(target))]).toEqual([target, expect.arrayContaining([anchor])]);
    }
  });
});

test('what messages link to is there', () => {
  const linked = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readPage(`src/${file}`).matchAll(/docsUrl\(version, '([^'#]+)(?:#([^']+))?'\)/g)]);
  expect(linked.length).toBeGreaterThan(1);
  for (const [, page = '', anchor] of linked)
    if (anchor !== undefined) expect(anchorsOf(readPage(`docs/${page}`))).toContain(anchor);
    else expect(existsSync(join(root, 'docs', page))).toBe(true);
});

/** As GitHub makes them of headings. */
function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
