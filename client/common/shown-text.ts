/**
 * Names from files in places where the editor gives some characters a meaning. A name is data: it may be long, reorder
 * what stands beside it, or look like a link.
 */

/** For titles of tabs and documents: one line without control and direction characters, not too long. */
export function titleText(name: string): string {
  const line = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.length > longestTitle ? `${line.slice(0, longestTitle - 1)}…` : line;
}

const longestTitle = 80;

/** For the status bar, where `$(alert)` would be drawn as an icon. */
export function statusText(name: string): string {
  return titleText(name).replaceAll('$(', '\\$(');
}

/** For notifications, where `[text](command:…)` would be a link that runs a command. */
export function noticeText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll('](', '] (');
}
