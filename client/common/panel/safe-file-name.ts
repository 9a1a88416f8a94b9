/**
 * A name that the panel proposes, as the name of a file in the folder that is offered: names of maps hold layer names,
 * which may hold anything, `../../x` and line breaks among it.
 */
export function safeFileName(name: string): string {
  const end = /\.[a-z]{1,4}$/i.exec(name)?.[0] ?? '';
  const stem = name
    .slice(0, name.length - end.length)
    .replace(/[^\p{L}\p{N}._ -]+/gu, '-')
    .replace(/^[. -]+|[. ]+$/g, '')
    .slice(0, longestStem);
  if (stem === '') return `map${end}`;
  return reserved.test(stem) ? `_${stem}${end}` : stem + end;
}

/** Characters; file systems allow 255 bytes. */
const longestStem = 80;

/** Devices on Windows, whatever follows the first dot. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
