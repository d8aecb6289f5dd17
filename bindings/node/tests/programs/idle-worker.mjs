// A worker with an idle client ends by itself, and so does the program.

import { isMainThread, Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { Konnect } from 'authloom';

if (isMainThread) {
  new Worker(fileURLToPath(import.meta.url));
} else {
  const config = await Konnect.fromEnv().getAuthConfig(String(process.env.INSTANCE));
  console.log(config.type === 'oauth' ? config.clientId : config);
}
