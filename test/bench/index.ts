// `npm run bench`: how fast the server answers, and the engines as ratios to rivals measured in the same run.
// `npm run bench -- reading` measures one part: server, reading, hostile, waiting or engine; `-- hostile quoted` the hostile
// files with that word in their name.
import { benchEngine } from './engine.ts';
import { show } from './figures.ts';
import { benchFrontend } from './frontend.ts';
import { workspace } from './frontend-programs.ts';
import { benchHostile } from './hostile.ts';
import { measureServer, measureTyping, measureWorkspace } from './server.ts';
import { benchWaiting } from './waiting.ts';

const write = (line: string) => console.log(line);

async function benchServer(): Promise<void> {
  write('server, examples/resnet50.ts, median over a real connection');
  for (const [what, milliseconds] of Object.entries(await measureServer())) write(`  ${what}: ${show(milliseconds)}`);
}

async function benchReading(): Promise<void> {
  benchFrontend(write);
  const { median, high } = await measureTyping();
  write('  1,000 layers over a real connection');
  write(`    keystroke → problems ${show(median)}, 95th percentile ${show(high)}`);
  const { seconds, resident } = await measureWorkspace(workspace());
  write('  a workspace of 1,000 files, all of them open');
  write(`    read in ${seconds.toFixed(1)} s, the server has ${resident.toFixed(0)} MB`);
}

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const parts: Readonly<Record<string, () => Promise<void>>> = {
  server: benchServer,
  reading: benchReading,
  hostile: () =>
    benchHostile(
      write,
      wanted.filter((word) => !(word in parts)),
    ),
  waiting: () => benchWaiting(write),
  engine: () => benchEngine(write),
};
for (const [name, bench] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  await bench();
  write('');
}
