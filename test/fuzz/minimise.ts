/** The shortest text found for which `fails` still holds: without lines, then without spans, as many at a time as go. */
export async function minimise(
  text: string,
  fails: (text: string) => Promise<boolean>,
  seconds: number,
): Promise<string> {
  const end = performance.now() + seconds * 1000;
  let left = text;
  for (const separator of [/(?<=\n)/, /(?<=[,;{}()[\]])/]) {
    let parts = left.split(separator);
    for (let size = Math.ceil(parts.length / 2); size >= 1; size = Math.floor(size / 2)) {
      for (let from = 0; from < parts.length && performance.now() < end; ) {
        const fewer = parts.toSpliced(from, size);
        if (fewer.length > 0 && (await fails(fewer.join('')))) parts = fewer;
        else from += size;
      }
    }
    left = parts.join('');
  }
  return left;
}
