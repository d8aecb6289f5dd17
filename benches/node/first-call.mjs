// What a process does at least that calls a system once: URL, TOKEN and INSTANCE are its arguments.

import { Konnect } from 'authloom';

import { printPeak } from './peak.mjs';

const [baseUrl, token, instance] = process.argv.slice(2);
const konnect = new Konnect({ baseUrl, token });
await konnect.getAuthConfig(instance);
printPeak();
