// Nothing awaits its call. The program stays until it has ended.

import { Konnect } from 'authloom';

let waiting = true;
const konnect = Konnect.fromEnv();
const call = konnect.getAuthConfig(String(process.env.INSTANCE));
process.on('exit', () => {
  if (waiting) console.log('it ended before the call');
});
void call.then((config) => {
  waiting = false;
  console.log(config.type === 'oauth' ? config.clientId : config);
});
