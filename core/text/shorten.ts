/** What a name may take of a line. */
export const longestName = 80;

/** A text without its middle where it is longer than `most` characters; both ends tell names apart. */
export function shorten(text: string, most = longestName): string {
  if (text.length <= most) return text;
  const head = whole(text.slice(0, Math.ceil((most - 1) / 2)));
  const tail = whole(text.slice(text.length - Math.floor((most - 1) / 2)));
  return `${head}…${tail}`;
}

/** Every long word of a message shortened, so that the sentence around it stays, and then the message itself. */
export function shortenWords(message: string, mostOfWord = longestName, most = 600): string {
  return shorten(
    message.replace(/\S+/g, (word) => shorten(word, mostOfWord)),
    most,
  );
}

/** Half of a pair of surrogates is no character. */
function whole(text: string): string {
  return text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
}
