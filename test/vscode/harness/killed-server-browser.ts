import { startNestedWorker } from '../../../server/supervisor/browser/nested-worker.ts';
import { serve } from '../../../server/supervisor/browser/serve.ts';
import { endAfterEdits } from './killed-worker.ts';

serve(endAfterEdits(startNestedWorker, (milliseconds, run) => void setTimeout(run, milliseconds)));
