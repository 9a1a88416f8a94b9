import { nestedWorkers } from '../../../server/supervisor/browser/nested-worker.ts';
import { serve } from '../../../server/supervisor/browser/serve.ts';
import { endAfterEdits } from './killed-worker.ts';

serve(endAfterEdits(nestedWorkers(), (milliseconds, run) => void setTimeout(run, milliseconds)));
