// A call to which no response comes, and which is given up. The program ends then, although the
// deadline of the library is far away.

import { Konnect } from 'authloom';

const konnect = Konnect.fromEnv();
try {
  await konnect.getAuthConfig(String(process.env.INSTANCE), { signal: AbortSignal.timeout(100) });
} catch (error) {
  console.log(error instanceof DOMException ? error.name : error);
}
