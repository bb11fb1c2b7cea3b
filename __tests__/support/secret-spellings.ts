/**
 * What encoders and loggers make of a text, written without looking at the redactor. Each is the whole output
 * of a tool that was given the text alone or inside something longer.
 */
export const secretSpellings: Readonly<Record<string, (secret: string) => string>> = {
  raw: (secret) => secret,
  'base64 on its own': (secret) => base64(secret),
  'base64 after one byte': (secret) => base64(`u${secret}x`),
  'base64 after two bytes (user:password)': (secret) => base64(`u:${secret}`),
  'base64url after one byte': (secret) => Buffer.from(`:${secret}:`).toString('base64url'),
  'base64 of UTF-16, as PowerShell does': (secret) => Buffer.from(secret, 'utf16le').toString('base64'),
  'hex, lower case': (secret) => Buffer.from(secret).toString('hex'),
  'hex, upper case': (secret) => Buffer.from(secret).toString('hex').toUpperCase(),
  'URL component': (secret) => encodeURIComponent(secret),
  'URL component, lower case': (secret) =>
    encodeURIComponent(secret).replace(/%../g, (octet) => octet.toLowerCase()),
  'form data': (secret) => new URLSearchParams({ p: secret }).toString(),
  'JSON once': (secret) => JSON.stringify({ password: secret }),
  'JSON twice': (secret) => JSON.stringify({ body: JSON.stringify({ password: secret }) }),
  'JSON by Go': (secret) =>
    JSON.stringify(secret).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`),
  'HTML entities': (secret) => markup(secret, '&#39;'),
  'XML entities': (secret) => markup(secret, '&apos;'),
  'Markdown escapes': (secret) => secret.replace(/[\\`*_{}[\]()#+.!|<>~-]/g, '\\$&'),
  'shell quotes': (secret) => `'${secret.replaceAll("'", "'\\''")}'`,
  'a table cell': (secret) => `\`${secret.replaceAll('|', '\\|')}\``,
};

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function markup(text: string, apostrophe: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", apostrophe);
}
