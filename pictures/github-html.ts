import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

/**
 * GitHub Flavored Markdown as HTML, raw HTML included. What GitHub does after that (its sanitizer, alerts,
 * colours of a diff, Mermaid) is done in the page, on the document that this gives.
 */
export function githubHtml(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  }).replaceAll('</template', '&lt;/template');
}
