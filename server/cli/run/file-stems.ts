/**
 * Names of files, without endings, for what has these names: each is safe on every system and there once, also where
 * upper and lower case are the same. The first of a name keeps it; another, as a shared layer's second application, is
 * `name_2`, or the next that is free.
 */
export function fileStems(names: readonly string[]): readonly string[] {
  const safe = names.map(safeStem);
  const taken = new Set(safe.map((stem) => stem.toLowerCase()));
  const seen = new Set<string>();
  return safe.map((stem) => {
    const isFirst = !seen.has(stem.toLowerCase());
    seen.add(stem.toLowerCase());
    return isFirst ? stem : nextFree(stem, taken);
  });
}

function nextFree(stem: string, taken: Set<string>): string {
  let count = 2;
  while (taken.has(`${stem}_${count}`.toLowerCase())) count += 1;
  const free = `${stem}_${count}`;
  taken.add(free.toLowerCase());
  return free;
}

/** Names may have 255 bytes on most systems, endings and counts included. */
const longestStem = 120;

/** Devices on Windows, whatever their ending is. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

function safeStem(name: string): string {
  const plain = name.replaceAll(/[^\w.-]+/g, '_').replace(/^[.-]+/, '_');
  const cut =
    plain.length <= longestStem ? plain : `${plain.slice(0, longestStem / 2)}_${plain.slice(-longestStem / 2 + 1)}`;
  return reserved.test(cut) || cut === '' ? `_${cut}` : cut;
}
