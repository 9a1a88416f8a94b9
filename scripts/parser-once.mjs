/**
 * A module of CommonJS is wrapped anew for each file that imports it, and the parser's thousands of names take a megabyte
 * each time: all files get it from this one.
 *
 * @returns {import('esbuild').Plugin}
 */
export function parserOnce() {
  return {
    name: 'parser-once',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^typescript$/ }, ({ path, namespace }) =>
        namespace === 'parser-once' ? undefined : { path, namespace: 'parser-once' },
      );
      onLoad({ filter: /.*/, namespace: 'parser-once' }, () => ({
        contents: "import ts from 'typescript'; export default ts;",
        resolveDir: import.meta.dirname,
      }));
    },
  };
}
