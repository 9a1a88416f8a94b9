import { expect, it } from 'vitest';
import { safeFileName } from '../../client/common/panel/safe-file-name.ts';

it.each([
  ['conv1-map-3.png', 'conv1-map-3.png'],
  ['Faltung Größe.npy', 'Faltung Größe.npy'],
  ['../../x.png', 'x.png'],
  ['..\\..\\x.png', 'x.png'],
  ['/etc/passwd', 'etc-passwd'],
  ['a\n\r\0b.npy', 'a-b.npy'],
  ['\u202egnp.exe.png', 'gnp.exe.png'],
  ['.bashrc', 'bashrc'],
  ['....png', 'map.png'],
  ['', 'map'],
  ['CON.png', '_CON.png'],
  ['nul.png', '_nul.png'],
  ['com1.layer.png', '_com1.layer.png'],
  ['console.png', 'console.png'],
  [`${'a'.repeat(500)}.png`, `${'a'.repeat(80)}.png`],
])('%j is saved as %j', (name, safe) => {
  expect(safeFileName(name)).toBe(safe);
});
