/**
 * How Node starts the server. An analysis leaves much garbage behind and little else: with a small young generation, and
 * a limit that lets the old one grow to twice of what is alive instead of four times, the server takes half the memory.
 */
export const serverArguments: readonly string[] = ['--max-semi-space-size=2', '--max-old-space-size=1024'];

/**
 * What the C library on Linux makes of memory that the parser's arenas have given back: one pool that is trimmed, where
 * it would keep several, 20 MB of them and more. Other systems do not read this.
 */
export const serverEnvironment: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_TRIM_THRESHOLD_: '65536',
};
