/**
 * How Node starts the server. An analysis leaves much garbage behind and little else, so that a small young generation
 * does. How large the old one may become the server says for each of its threads; a limit here would overrule that.
 */
export const serverArguments: readonly string[] = ['--max-semi-space-size=2'];

/**
 * What the C library on Linux makes of memory that the parser's arenas have given back: one pool that is trimmed, where
 * it would keep several, 20 MB of them and more. Other systems do not read this.
 */
export const serverEnvironment: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '65536',
};
