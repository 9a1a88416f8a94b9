import { startNestedWorker } from './nested-worker.ts';
import { serve } from './serve.ts';

serve(startNestedWorker);
