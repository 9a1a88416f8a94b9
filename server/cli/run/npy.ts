import type { Tensor } from '../../../core/engine/tensor.ts';

/** What a NumPy file begins with; `core/engine/npy.ts` writes them. */
const magic = '\u0093NUMPY';

/** Reads numbers of any usual type, little-endian, as float32. @throws Error that says what is wrong with the file */
export function readNpy(file: Buffer): Tensor {
  if (file.toString('latin1', 0, 6) !== magic || file.length < 12) throw new Error('this is no NumPy file');
  const long = file.readUInt8(6) >= 2;
  const start = long ? 12 : 10;
  const end = start + (long ? file.readUInt32LE(8) : file.readUInt16LE(8));
  const header = file.toString('latin1', start, end);
  const type = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? 'none';
  const shape = (/'shape':\s*\(([^)]*)\)/.exec(header)?.[1] ?? '')
    .split(',')
    .filter((size) => size.trim() !== '')
    .map(Number);
  const name = type.replace(/^[|=<]/, '');
  const element = Object.hasOwn(elements, name) ? elements[name] : undefined;
  if (!element || type.startsWith('>')) throw new Error(`values of type ${type} can't be read`);
  if (/'fortran_order':\s*True/.test(header)) throw new Error('the values stand in Fortran order');
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) throw new Error('its header has no shape');
  const count = shape.reduce((product, size) => product * size, 1);
  const expected = end + count * element.bytes;
  if (file.length < expected) throw new Error('the file is shorter than its header says');
  if (file.length > expected) throw new Error('the file is longer than its header says');
  const data = new Float32Array(count);
  for (let index = 0; index < count; index++) data[index] = element.read(file, end + index * element.bytes);
  return { shape, data };
}

interface Element {
  readonly bytes: number;
  read(file: Buffer, at: number): number;
}

const elements: Readonly<Record<string, Element>> = {
  f4: { bytes: 4, read: (file, at) => file.readFloatLE(at) },
  f8: { bytes: 8, read: (file, at) => file.readDoubleLE(at) },
  u1: { bytes: 1, read: (file, at) => file.readUInt8(at) },
  b1: { bytes: 1, read: (file, at) => file.readUInt8(at) },
  i1: { bytes: 1, read: (file, at) => file.readInt8(at) },
  u2: { bytes: 2, read: (file, at) => file.readUInt16LE(at) },
  i2: { bytes: 2, read: (file, at) => file.readInt16LE(at) },
  i4: { bytes: 4, read: (file, at) => file.readInt32LE(at) },
  i8: { bytes: 8, read: (file, at) => Number(file.readBigInt64LE(at)) },
};
