/**
 * What the panel's page may do: run its own script and the worker in it, and nothing that a network's names or files
 * could bring along. `source` is where the editor serves the extension's files.
 */
export function contentSecurityPolicy(source: string, nonce: string): string {
  return [
    `default-src 'none'`,
    // The UI toolkit puts its rules into style elements, and views set sizes as style attributes.
    `style-src ${source} 'unsafe-inline'`,
    `font-src ${source} data:`,
    `img-src ${source} data: blob:`,
    `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'`,
    `worker-src blob:`,
    // These two do not follow the default.
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}
