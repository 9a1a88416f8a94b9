import { expect, test } from 'vitest';
import { writeNpy } from '../../core/engine/npy.ts';
import { readNpy } from '../../server/cli/run/npy.ts';

test('an array comes back as it was', () => {
  for (const shape of [[2, 3], [5], [], [1, 2, 2, 1]]) {
    const count = shape.reduce((product, size) => product * size, 1);
    const data = Float32Array.from({ length: count }, (_, index) => index / 3 - 1);
    expect(readNpy(Buffer.from(writeNpy({ shape, data })))).toEqual({ shape, data });
  }
});

test("the bytes are NumPy's", () => {
  // numpy.save of numpy.array([[1.5, -2]], dtype='<f4')
  const file = Buffer.from(writeNpy({ shape: [1, 2], data: Float32Array.of(1.5, -2) }));
  expect(file.subarray(0, 8)).toEqual(Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]));
  expect(file.toString('latin1', 10, 128)).toBe(
    `${"{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }".padEnd(117)}\n`,
  );
  expect(file.subarray(128)).toEqual(Buffer.from([0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0]));
});

test('other types are read, what cannot be read says so', () => {
  const header = (type: string, shape: string) => {
    const text = `{'descr': '${type}', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117);
    return Buffer.concat([
      Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]),
      Buffer.from(`${text}\n`, 'latin1'),
    ]);
  };
  expect([...readNpy(Buffer.concat([header('|u1', '(3,)'), Buffer.from([1, 2, 255])])).data]).toEqual([1, 2, 255]);
  expect([...readNpy(Buffer.concat([header('<i2', '(2,)'), Buffer.from([255, 255, 1, 0])])).data]).toEqual([-1, 1]);
  expect(() => readNpy(header('<c8', '(1,)'))).toThrow('values of type <c8');
  expect(() => readNpy(header('<f4', '(9,)'))).toThrow('shorter than its header says');
});
