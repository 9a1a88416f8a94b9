// `npm run bench`: how fast the server answers, and the engines as ratios to rivals measured in the same run.
import { benchEngine } from './engine.ts';
import { benchFrontend } from './frontend.ts';
import { measureServer } from './server.ts';

const write = (line: string) => console.log(line);

write('server, examples/resnet50.ts, median over a real connection');
for (const [what, milliseconds] of Object.entries(await measureServer()))
  write(`  ${what}: ${milliseconds.toFixed(2)} ms`);
write('');
await benchFrontend(write);
write('');
await benchEngine(write);
