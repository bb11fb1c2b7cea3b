import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { githubHtml } from './github-html.ts';

/** Where GitHub shows a text. It decides the frame around it and the size of its letters. */
export type Place = 'comment' | 'issue' | 'summary';

/** A page that shows a Markdown text as GitHub does: same style sheet, frame and widths, no GitHub around it. */
export function pageHtml(options: {
  readonly markdown: string;
  readonly place: Place;
  readonly title?: string | undefined;
  /** Where the packages are installed. */
  readonly packages: string;
}): string {
  const { markdown, place, title, packages } = options;
  const asset = (path: string) => pathToFileURL(join(packages, 'node_modules', path)).href;
  const here = (path: string) => new URL(path, import.meta.url).href;
  const heading = title === undefined ? '' : `<h1 class="issue-title">${githubHtml(title)}</h1>`;
  const author =
    place === 'summary'
      ? '<b>plan</b> summary'
      : `<b>github-actions</b> <i>bot</i> ${place === 'issue' ? 'opened this issue' : 'commented'}`;
  return `<!doctype html>
<meta charset="utf-8">
<link rel="stylesheet" href="${asset('github-markdown-css/github-markdown.css')}">
<link rel="stylesheet" href="${asset('@fontsource-variable/inter/index.css')}">
<link rel="stylesheet" href="${asset('@fontsource-variable/jetbrains-mono/index.css')}">
<link rel="stylesheet" href="${asset('@fontsource/noto-color-emoji/emoji.css')}">
<link rel="stylesheet" href="${here('page.css')}">
<body class="${place}">
${heading}
<section class="box"><header>${author}</header><article class="markdown-body"></article></section>
<template id="text">${githubHtml(markdown)}</template>
<script src="${asset('@mermaid-js/tiny/dist/mermaid.tiny.js')}"></script>
<script src="${here('in-page.js')}"></script>
`;
}
