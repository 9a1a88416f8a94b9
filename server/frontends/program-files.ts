/** Files that hold programs: those of the languages themselves, single-file components, and pages. */
export function isProgram(uri: string): boolean {
  return /\.([cm]?[jt]sx?|vue|svelte|html?)$/i.test(uri);
}
