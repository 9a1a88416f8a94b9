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
