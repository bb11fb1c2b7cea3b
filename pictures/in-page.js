// Runs in the page: does to the text what GitHub does after Markdown, then measures it.

/** What GitHub's sanitizer keeps; everything else is taken away, its text stays. */
const keptElements = new Set(
  (
    'h1 h2 h3 h4 h5 h6 br b i strong em a pre code img tt div ins del sup sub p ol ul table thead tbody tfoot ' +
    'blockquote dl dt dd kbd q samp var hr ruby rt rp li tr td th s strike summary details caption small span input'
  ).split(' '),
);
const keptAttributes = new Set([
  'href',
  'src',
  'align',
  'alt',
  'title',
  'open',
  'type',
  'checked',
  'disabled',
]);

function sanitize(root) {
  for (const element of [...root.querySelectorAll('*')]) {
    const name = element.localName;
    if (!keptElements.has(name)) {
      if (name === 'script' || name === 'style') element.remove();
      else element.replaceWith(...element.childNodes);
      continue;
    }
    const language =
      name === 'code' &&
      element.parentElement?.localName === 'pre' &&
      /^language-([a-z]+)$/.exec(element.className);
    for (const { name: attribute, value } of [...element.attributes]) {
      if (attribute === 'id' || attribute === 'name')
        element.setAttribute(attribute, `user-content-${value}`);
      else if (!keptAttributes.has(attribute)) element.removeAttribute(attribute);
    }
    if (name === 'a' && !/^(https?:|mailto:|#)/.test(element.getAttribute('href') ?? ''))
      element.removeAttribute('href');
    if (language) element.dataset.language = language[1];
  }
}

/** Alerts are top-level quotes whose first line is `[!KIND]`; GitHub nests none. */
function alerts(root) {
  for (const quote of root.querySelectorAll(':scope > blockquote')) {
    const first = quote.querySelector(':scope > p');
    const kind = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*(?:\n|$)/.exec(first?.textContent ?? '')?.[1];
    if (kind === undefined) continue;
    const text = first.firstChild;
    text.textContent = text.textContent.slice(text.textContent.indexOf(']') + 1).trimStart();
    if (first.textContent === '') first.remove();
    const alert = document.createElement('div');
    alert.className = `markdown-alert markdown-alert-${kind.toLowerCase()}`;
    const title = document.createElement('p');
    title.className = 'markdown-alert-title';
    title.textContent = `${kind[0]}${kind.slice(1).toLowerCase()}`;
    alert.append(title, ...quote.childNodes);
    quote.replaceWith(alert);
  }
}

function colourDiffs(root) {
  const classes = { '+': 'line-added', '-': 'line-gone', '!': 'line-changed' };
  for (const code of root.querySelectorAll('code[data-language=diff]')) {
    const lines = code.textContent.replace(/\n$/, '').split('\n');
    code.replaceChildren(
      ...lines.flatMap((line) => {
        const span = document.createElement('span');
        span.className = classes[line[0]] ?? '';
        span.textContent = line;
        return [span, '\n'];
      }),
    );
  }
}

async function drawMermaid(root, dark) {
  mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', theme: dark ? 'dark' : 'default' });
  let count = 0;
  for (const code of root.querySelectorAll('code[data-language=mermaid]')) {
    const box = document.createElement('div');
    box.className = 'mermaid';
    const { svg } = await mermaid.render(`diagram-${++count}`, code.textContent);
    box.innerHTML = svg;
    code.parentElement.replaceWith(box);
  }
}

/** Draws the text. `open` unfolds what is folded, so that it is measured as well. */
globalThis.draw = async function draw({ dark, open }) {
  const article = document.querySelector('article');
  article.replaceChildren(document.getElementById('text').content.cloneNode(true));
  sanitize(article);
  alerts(article);
  colourDiffs(article);
  await document.fonts.load('14px "Noto Color Emoji"', '⚠️🛑✅❌📝⏩ℹ️');
  await document.fonts.ready;
  await drawMermaid(article, dark);
  for (const folded of article.querySelectorAll('details')) folded.open = open;
  await document.fonts.ready;
  return {
    width: document.documentElement.clientWidth,
    height: Math.ceil(document.body.getBoundingClientRect().height),
  };
};

/** What a reader would complain about. */
globalThis.complaints = function complaints() {
  const article = document.querySelector('article');
  const page = document.documentElement;
  const found = [];
  if (page.scrollWidth > page.clientWidth) found.push(`the page is ${page.scrollWidth} px wide`);
  const right = article.getBoundingClientRect().right + 1;
  for (const element of article.querySelectorAll('*')) {
    const scrolls = element.closest('table, pre, svg');
    if (scrolls !== null && scrolls !== element) continue;
    if (element.getBoundingClientRect().right > right)
      found.push(`<${element.localName}> sticks out: ${element.textContent.slice(0, 60)}`);
  }
  for (const left of article.querySelectorAll('code[data-language=mermaid]'))
    found.push(`not drawn: ${left.textContent}`);
  for (const svg of article.querySelectorAll('svg')) {
    if (/syntax error/i.test(svg.textContent)) found.push('Mermaid shows a syntax error');
    if (svg.querySelectorAll('.node').length < 2) found.push('the diagram has less than two nodes');
    for (const label of svg.querySelectorAll('foreignObject > div')) {
      // An element of SVG has no clientWidth; both are in the units of the drawing.
      const { width, height } = label.parentElement;
      const [lacksX, lacksY] = [
        label.scrollWidth - width.baseVal.value,
        label.scrollHeight - height.baseVal.value,
      ];
      if (width.baseVal.value > 0 && Math.max(lacksX, lacksY) > 2)
        found.push(
          `cut off in the diagram by ${Math.ceil(lacksX)} and ${Math.ceil(lacksY)} px: ${label.textContent}`,
        );
    }
  }
  for (const broken of article.querySelectorAll('img, input, iframe, form'))
    found.push(`<${broken.localName}> in the text`);
  if (/\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]/.test(article.textContent))
    found.push('an alert was not recognised');
  return found;
};

/** Tables that must be moved sideways to be read. */
globalThis.wideTables = function wideTables() {
  return [...document.querySelectorAll('article table, article pre')]
    .filter((element) => element.scrollWidth > element.clientWidth + 1)
    .map(
      (element) =>
        `${element.localName} of ${element.scrollWidth} px in ${element.clientWidth} px: ${element.textContent.trim().replace(/\s+/g, ' ').slice(0, 60)}`,
    );
};
