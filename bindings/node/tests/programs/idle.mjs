// Its only work is one top-level await. The client stays open, with a connection that is kept.

import { Konnect } from 'authloom';

const konnect = Konnect.fromEnv();
const config = await konnect.getAuthConfig(String(process.env.INSTANCE));
console.log(config.type === 'oauth' ? config.clientId : config);
