import { join } from 'node:path';
import { serve } from '../../../server/supervisor/node/serve.ts';
import { startThread } from '../../../server/supervisor/node/thread.ts';
import { endAfterEdits } from './killed-worker.ts';

const script = join(__dirname, 'worker.js');
serve(
  endAfterEdits(
    (lane, _options, events) => startThread(script, lane, events),
    (milliseconds, run) => void setTimeout(run, milliseconds),
  ),
);
