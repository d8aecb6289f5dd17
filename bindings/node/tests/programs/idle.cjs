// The same without a top-level await.

const { Konnect } = require('authloom');

const konnect = Konnect.fromEnv();
konnect.getAuthConfig(String(process.env.INSTANCE)).then((config) => {
  console.log(config.type === 'oauth' ? config.clientId : config);
});
