/** What esbuild makes of files that are not code. */
declare module '*.jpg' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
declare module '*.png' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
declare module '*.css';
