/** What a spec does not say in this way, and what to write instead. */
export interface Refused {
  readonly code: 'yaml-feature' | 'yaml-syntax';
  readonly message: string;
  readonly hint: string;
}

/** What makes a reader guess, or a line mean what another line says. */
export const features = {
  anchors: feature('anchors', 'Use a topic profile, or write the value again.'),
  aliases: {
    code: 'yaml-feature',
    message: 'a value starts with *, which YAML reads as an alias',
    hint: "Put the value in quotes, as in '*.internal'. To share settings use a topic profile.",
  },
  tags: feature('tags', 'Remove the tag, or quote a value that starts with !.'),
  directives: feature('directives', 'Remove the line; specs are YAML 1.2.'),
  explicitKeys: feature('explicit keys ("? ")', 'Write key: value.'),
  mergeKeys: feature('merge keys', 'Use a topic profile with `extends`.'),
  documents: {
    code: 'yaml-feature',
    message: 'a spec file holds one YAML document, not several',
    hint: 'Move the second document to a file of its own.',
  },
  templates: {
    code: 'yaml-syntax',
    message: 'a template stands here, and nothing is filled in inside a spec',
    hint: 'Write the value itself, or make the file before the run.',
  },
  keysOfValues: {
    code: 'yaml-syntax',
    message: 'a key must be plain text',
    hint: 'Put a key with special characters in quotes.',
  },
} as const satisfies Readonly<Record<string, Refused>>;

function feature(name: string, hint: string): Refused {
  return { code: 'yaml-feature', message: `YAML ${name} are not used in specs`, hint };
}
