// A process that does nothing, beside which `first-call.mjs` is measured.

import { printPeak } from './peak.mjs';

printPeak();
