/**
 * The last part of an address, as people read it: `net.ts`, `Untitled-1`, `a.ipynb` for a cell of it. What is not well
 * formed stays as it is.
 */
export function fileName(uri: string): string {
  const path = uri.replace(/^[a-z][a-z\d+.-]*:/i, '').replace(/#.*$/s, '');
  const name = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
