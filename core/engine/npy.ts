import type { Tensor } from './tensor.ts';

/**
 * A float32 array as a NumPy file, version 1.0: magic, version, header length (little-endian), a Python dictionary padded
 * with spaces so that the data starts at a multiple of 64 bytes, then the values in C order.
 * NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays".
 */
export function writeNpy({ shape, data }: Tensor): Uint8Array<ArrayBuffer> {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${sizes}), }`;
  const headerLength = Math.ceil((10 + dictionary.length + 1) / 64) * 64 - 10;
  const header = `${dictionary.padEnd(headerLength - 1)}\n`;
  const file = new ArrayBuffer(10 + headerLength + data.length * 4);
  const bytes = new Uint8Array(file);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, headerLength & 255, headerLength >> 8]);
  for (let i = 0; i < headerLength; i++) bytes[10 + i] = header.charCodeAt(i);
  const view = new DataView(file, 10 + headerLength);
  data.forEach((value, i) => {
    view.setFloat32(i * 4, value, true);
  });
  return bytes;
}
