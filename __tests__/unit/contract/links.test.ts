import { existsSync } from 'node:fs';
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

/** As GitHub makes them of headings. */
function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
