import { nestedWorkers } from './nested-worker.ts';
import { serve } from './serve.ts';

serve(nestedWorkers());
