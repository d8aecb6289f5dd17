// Handles no error of a call whose secrets the server sends back.
//
//     node unhandled.mjs BASE_URL

import { Konnect } from 'authloom';
import * as canaries from '../support/canaries.mjs';

const konnect = new Konnect({ baseUrl: String(process.argv[2]), token: canaries.get('konnect') });
await konnect.getAuthConfig('an-instance', {
  headers: { 'X-Partner-Key': canaries.get('customHeader').reveal() },
});
