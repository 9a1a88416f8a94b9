/** Documents of the editor that are no files: new ones, and cells of notebooks. Nothing lies beside them. */
export function hasNoFile(uri: string): boolean {
  return /^(untitled|vscode-notebook-cell):/i.test(uri);
}

const extensions: ReadonlyMap<string | undefined, string> = new Map([
  ['typescript', '.ts'],
  ['typescriptreact', '.tsx'],
  ['javascript', '.js'],
  ['javascriptreact', '.jsx'],
  ['vue', '.vue'],
  ['svelte', '.svelte'],
  ['html', '.html'],
  ['json', '.json'],
]);

/**
 * The name by whose extension a document is read: a file's own, or for what is no file one that the editor's language
 * for it gives, `untitled:Untitled-1.ts`.
 */
export function nameByLanguage(uri: string, language: string | undefined): string {
  const extension = hasNoFile(uri) ? extensions.get(language) : undefined;
  return extension === undefined || uri.toLowerCase().endsWith(extension) ? uri : uri + extension;
}

/** Files that hold programs: those of the languages themselves, single-file components, and pages. */
export function isProgram(uri: string): boolean {
  return /\.([cm]?[jt]sx?|vue|svelte|html?)$/i.test(uri);
}

/** Single-file components hold programs between other things, and their parts share one module. */
export function isComponent(uri: string): boolean {
  return /\.(vue|svelte)$/i.test(uri);
}

export function isPage(uri: string): boolean {
  return /\.html?$/i.test(uri);
}
