// `npm run fuzz`: analyses mutated programs and models under a watchdog. `-- --minutes 30 --seed 7` says how long and
// which inputs; `--from 12 --count 1` takes one of them. Findings are printed and written to .fuzz; then it exits with 1.
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';
import { printFinding, writeFinding } from './write-finding.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    from: { type: 'string', default: '0' },
    count: { type: 'string', default: 'Infinity' },
    out: { type: 'string', default: '.fuzz' },
  },
});
const [minutes, seed, from, count] = [values.minutes, values.seed, values.from, values.count].map(Number);
const wanted = { minutes: minutes!, seed: seed!, from: from!, count: count! };
if (Object.values(wanted).some(Number.isNaN)) throw new Error('--minutes, --seed, --from and --count are numbers');

console.log(`seed ${wanted.seed}`);
const { inputs, findings } = await fuzz(wanted, (finding) => {
  console.log(printFinding(finding));
  console.log(`written to ${writeFinding(values.out, finding)}.*`);
});
console.log(`${inputs} inputs, ${findings} findings`);
if (findings > 0) process.exitCode = 1;
