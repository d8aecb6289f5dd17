// Makes a call that fails after a retry, and says how; whatever else is printed, the library did.
//
//     node silent.mjs INSTANCE

import { AuthloomError, Konnect } from 'authloom';

const konnect = Konnect.fromEnv();
try {
  await konnect.getAuthConfig(String(process.argv[2]));
} catch (error) {
  if (!(error instanceof AuthloomError)) throw error;
  console.log(error.kind, error.attempts);
}
