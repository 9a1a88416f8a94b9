// Prints how large the code is, per folder: files, lines, the median and the largest file. `npm run sizes`.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const files = execFileSync('git', ['ls-files', '*.ts', '*.mjs', '*.cjs', '*.css'], { encoding: 'utf8' })
  .trim()
  .split('\n');
const folders = new Map();
for (const file of files) {
  const folder = file.includes('/')
    ? file
        .split('/')
        .slice(0, file.startsWith('core') || file.startsWith('server') ? 2 : 1)
        .join('/')
    : '.';
  const key = /\.\w+$/.test(folder) ? folder.split('/')[0] : folder;
  const lines = readFileSync(file, 'utf8').split('\n').length - 1;
  folders.set(key, [...(folders.get(key) ?? []), { file, lines }]);
}

const rows = [...folders].sort().map(([folder, entries]) => row(folder, entries));
rows.push(row('all', [...folders.values()].flat()));
console.table(Object.fromEntries(rows));

function row(folder, entries) {
  const sorted = entries.toSorted((a, b) => a.lines - b.lines);
  const largest = sorted.at(-1);
  return [
    folder,
    {
      files: entries.length,
      lines: entries.reduce((sum, { lines }) => sum + lines, 0),
      median: sorted[Math.floor(sorted.length / 2)].lines,
      largest: `${largest.lines} ${largest.file}`,
    },
  ];
}
