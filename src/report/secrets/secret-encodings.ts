/**
 * Every spelling in which a secret value is commonly met: the raw text, what encoders, escapers and log
 * formats make of it, and, for PEM, its body however it is wrapped. The runner's own masker knows eleven of
 * them and does not look at comments at all.
 */
export function secretEncodings(value: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const text of secretTexts(value)) {
    found.add(text);
    // One line of a key is looked for as it is: Aiven may tell the keys of many users, and all of them in all spellings fill the memory.
    if (isPem(value) && text.length <= maxPemLine) continue;
    for (const encode of encoders) for (const encoded of encode(text)) found.add(encoded);
  }
  return found;
}

const maxPemLine = 76;

/** A value as it is, without blanks and line ends around it, and its lines. */
export function secretTexts(value: string): readonly string[] {
  return isPem(value) ? pemTexts(value) : plainTexts(value);
}

function isPem(value: string): boolean {
  return value.includes('-----BEGIN ');
}

function plainTexts(value: string): readonly string[] {
  const unix = value.replaceAll('\r\n', '\n');
  const whole = [value, value.trim(), unix.trim(), unix.replaceAll('\n', '\r\n').trim()];
  const lines = unix.split('\n').map((line) => line.trim());
  return [...new Set([...whole, ...(lines.length > 1 ? lines.filter((line) => line.length >= 16) : [])])];
}

/**
 * The text with LF and CRLF, and each block's body without line ends (its pieces are found whatever the
 * wrapping), and its lines, which also covers lines in another order. Armour lines are no secret; a short
 * last line would hide ordinary words.
 */
function pemTexts(value: string): readonly string[] {
  const unix = value.replaceAll('\r\n', '\n').replaceAll('\\n', '\n').trim();
  const bodies = [...unix.matchAll(/-----BEGIN [^-\n]+-----([\s\S]*?)-----END [^-\n]+-----/g)].map(
    ([, body = '']) =>
      body
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.includes(':')),
  );
  const lines = bodies.flat().filter((line) => line.length >= 16);
  const whole = [unix, unix.replaceAll('\n', '\r\n')];
  return [...new Set([...whole, ...bodies.map((body) => body.join('')), ...lines])].filter(
    (text) => text !== '',
  );
}

const encoders: readonly ((text: string) => readonly string[])[] = [
  (text) => base64Forms(Buffer.from(text, 'utf8')),
  (text) => base64Forms(Buffer.from(text, 'utf16le')),
  (text) => hexForms(Buffer.from(text, 'utf8')),
  urlForms,
  jsonForms,
  markupForms,
  (text) => [text.replaceAll("'", `'\\''`), text.replaceAll('|', '\\|')],
  (text) => [text.replace(/[!-/:-@[-`{-~]/g, '\\$&'), text.replace(/[\\`*_{}[\]()#+.!|<>~-]/g, '\\$&')],
  (text) => [text.replace(/\r?\n/g, '⏎'), [...text].toReversed().join('')],
];

/** At the three positions a value can have in a longer text that is encoded as a whole (`user:password`). */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const end = (offset + bytes.length) % 3 === 0 ? encoded.length : encoded.length - 1;
    const stable = encoded.slice(offset === 0 ? 0 : offset + 1, end);
    return [stable, stable.replaceAll('+', '-').replaceAll('/', '_'), stable.replaceAll('/', '\\/')];
  });
}

function hexForms(bytes: Buffer): readonly string[] {
  const hex = bytes.toString('hex');
  const pairs = hex.match(/../g) ?? [];
  const forms = [hex, pairs.join(':'), pairs.join(' '), pairs.map((pair) => `\\x${pair}`).join('')];
  return forms.flatMap((form) => [form, form.toUpperCase().replaceAll('\\X', '\\x')]);
}

function urlForms(text: string): readonly string[] {
  const component = encodeURIComponent(text.toWellFormed());
  const strict = component.replace(/[!'()*~]/g, (character) => `%${hexOf(character)}`);
  const form = new URLSearchParams([['', text]]).toString().slice(1);
  const all = [...Buffer.from(text, 'utf8')]
    .map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`)
    .join('');
  const forms = [component, strict, form, all, encodeURI(text.toWellFormed())];
  const lower = (encoded: string) => encoded.replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase());
  return forms.flatMap((encoded) => [encoded, lower(encoded), encodeURIComponent(encoded)]);
}

function jsonForms(text: string): readonly string[] {
  const json = (inner: string) => JSON.stringify(inner).slice(1, -1);
  const unicode = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const once = json(text);
  const htmlSafe = once.replace(/[<>&\u2028\u2029]/g, unicode);
  const ascii = once.replace(/[\u007f-\uffff]/g, unicode);
  const forms = [once, htmlSafe, ascii, htmlSafe.replace(/'/g, unicode), once.replaceAll('/', '\\/')];
  return forms.flatMap((form) => [form, json(form)]);
}

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** HTML and XML differ in how they write the apostrophe; numbers may be decimal or hexadecimal. */
function markupForms(text: string): readonly string[] {
  const apostrophes = ["'", '&#39;', '&#x27;', '&apos;', '&#039;'];
  const basic = apostrophes.flatMap((apostrophe) => {
    const full = text.replace(/[&<>"']/g, (character) => named[character] ?? apostrophe);
    return [full, full.replaceAll('&quot;', '"'), full.replaceAll('&quot;', '&#34;')];
  });
  const numeric = text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
  const lines = text
    .replace(/\r?\n/g, '&#10;')
    .replace(/[&<>"'](?!#10;)/g, (character) => named[character] ?? '&#39;');
  return [...basic, numeric, lines];
}

function hexOf(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase();
}
