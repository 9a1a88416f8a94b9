/**
 * Whether a path from a weights manifest stays in the folder that it is relative to: no root, no drive, no scheme, no
 * way up. A manifest may have been downloaded together with its model.
 */
export function staysInFolder(path: string): boolean {
  if (path.includes('\\') || path.includes('\0') || /^[a-z][a-z\d+.-]*:/i.test(path)) return false;
  return path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}
