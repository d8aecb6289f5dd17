// Makes one call, and says the name of its error.

import { Konnect } from 'authloom';

const { baseUrl, token } = process.env;
const konnect = new Konnect({ baseUrl, token, hooks: [() => {}] });
const call = konnect.getAuthConfig('2f6d9a84-1c3b-4e7f-8a90-b1c2d3e4f506');
console.log(await call.then(() => 'nothing', ({ name }) => name));
