// The same types by `require`. Never run.

import authloom = require('authloom');

export async function read(): Promise<string> {
  const konnect: authloom.Konnect = new authloom.Konnect();
  const config: authloom.AuthConfig = await konnect.getAuthConfig('i');
  return config.type === 'oauth' ? config.clientId : config.unknownType;
}
