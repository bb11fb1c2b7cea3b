/**
 * `removed` blocks, which make Terraform 1.7 and later forget resources without destroying them. The addresses are
 * made of identifiers alone.
 */
export function removedBlocks(addresses: readonly string[]): string {
  const head = [
    '# The spec of the import says all of these. Put this file beside the configuration, and delete the resource blocks that it names.',
    '# The plan of Terraform must then have nothing to destroy: "will no longer be managed by Terraform, but will not be destroyed".',
  ];
  const blocks = addresses.map(
    (address) => `removed {\n  from = ${address}\n\n  lifecycle {\n    destroy = false\n  }\n}`,
  );
  return `${[head.join('\n'), ...blocks].join('\n\n')}\n`;
}
