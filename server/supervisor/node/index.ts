import { join } from 'node:path';
import { serve } from './serve.ts';
import { startThread } from './thread.ts';

serve((lane, _options, events) => startThread(join(__dirname, 'worker.js'), lane, events));
