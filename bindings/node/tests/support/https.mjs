// A server on loopback that speaks TLS and wants to see the client's certificate.
//
// Its certificates are good for 127.0.0.1 alone and for a hundred years, and open nothing: whoever
// reads this has their keys.

import { createServer } from 'node:tls';

export const AUTHORITY = `\
-----BEGIN CERTIFICATE-----
MIIBqTCCAU+gAwIBAgIUbcgUSC6g9Qz1huOAlp4e5I9HNLIwCgYIKoZIzj0EAwIw
ITEfMB0GA1UEAwwWQXV0aG9yaXR5IG9mIHRoZSB0ZXN0czAgFw0yNjExMjExNjI3
MTdaGA8yMTI2MTAyODE2MjcxN1owITEfMB0GA1UEAwwWQXV0aG9yaXR5IG9mIHRo
ZSB0ZXN0czBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCP6DcHVm0yo2tdEj6lT
4jhi7ydb75oV5W1PENx2phHwwAc4stvwPZ2o4alWixCRQKL9cH20sOdT9RNu+tO2
/S+jYzBhMB0GA1UdDgQWBBRwmE9PcoOHEnwHrkBXieM3PeL9rzAfBgNVHSMEGDAW
gBRwmE9PcoOHEnwHrkBXieM3PeL9rzAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB
/wQEAwICBDAKBggqhkjOPQQDAgNIADBFAiBjqb3Lb9BoobUdOWiigoWGiLVGj5Yz
0zMjdXIuUA9avgIhAM5Y5hvJ7F/93Og4bD1ZDRVX4jXAstKdkKZ7mIhNjVft
-----END CERTIFICATE-----
`;
const SERVER = `\
-----BEGIN CERTIFICATE-----
MIIB1TCCAXygAwIBAgIUZJrrKU6jpsFB33WMYxuAghzT4t8wCgYIKoZIzj0EAwIw
ITEfMB0GA1UEAwwWQXV0aG9yaXR5IG9mIHRoZSB0ZXN0czAgFw0yNjExMjExNjI3
MTdaGA8yMTI2MTAyNzE2MjcxN1owHjEcMBoGA1UEAwwTc2VydmVyIG9mIHRoZSB0
ZXN0czBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBIxvngt+xLlzwcvCAi751MA
rtdUwIg5HJHJMGgJeHUsyveDc34ZqzWzp+jajOHvUwXI2dvMJYKDZ7tHA/8nr/Wj
gZIwgY8wDAYDVR0TAQH/BAIwADAOBgNVHQ8BAf8EBAMCB4AwEwYDVR0lBAwwCgYI
KwYBBQUHAwEwGgYDVR0RBBMwEYcEfwAAAYIJbG9jYWxob3N0MB0GA1UdDgQWBBSL
qqcL2chxzGuM6F4BaolFuonUDDAfBgNVHSMEGDAWgBRwmE9PcoOHEnwHrkBXieM3
PeL9rzAKBggqhkjOPQQDAgNHADBEAiBfi6l4j1VD4WMU8sfMVnRB+sp+Ts1EcvRH
4udlOm9DTwIgYZzxQ4Sv2YS5XKtBs+JoDmFJwD2wpvSCYx+BzbCPBgs=
-----END CERTIFICATE-----
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgFan1vdqsfi19JNbr
k9j1ITU2sRe/tB0YM03bDHY+AyehRANCAAQSMb54LfsS5c8HLwgIu+dTAK7XVMCI
ORyRyTBoCXh1LMr3g3N+Gas1s6fo2ozh71MFyNnbzCWCg2e7RwP/J6/1
-----END PRIVATE KEY-----
`;
export const CLIENT = `\
-----BEGIN CERTIFICATE-----
MIIB1TCCAXygAwIBAgIUZJrrKU6jpsFB33WMYxuAghzT4uAwCgYIKoZIzj0EAwIw
ITEfMB0GA1UEAwwWQXV0aG9yaXR5IG9mIHRoZSB0ZXN0czAgFw0yNjExMjExNjI3
MTdaGA8yMTI2MTAyNzE2MjcxN1owHjEcMBoGA1UEAwwTY2xpZW50IG9mIHRoZSB0
ZXN0czBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJdEuWKlUrIcR9/+p6V3Wy48
MtL1lSTlGhbS96sYgD0HeiVpDR3hAPZzte8EkN0Io+mkndqAztDl6PkYeCUzB+Sj
gZIwgY8wDAYDVR0TAQH/BAIwADAOBgNVHQ8BAf8EBAMCB4AwEwYDVR0lBAwwCgYI
KwYBBQUHAwIwGgYDVR0RBBMwEYcEfwAAAYIJbG9jYWxob3N0MB0GA1UdDgQWBBRE
i065suG72wA2yrB15uT9L8IDVDAfBgNVHSMEGDAWgBRwmE9PcoOHEnwHrkBXieM3
PeL9rzAKBggqhkjOPQQDAgNHADBEAiB90q3VTHNnS8CD63nQu3h/R4Fx74OCNhlI
79mbWbxqlgIgKYOtAWuJ8byTpJQoy8NExnmLOUAcfP1vRokh3XYUseQ=
-----END CERTIFICATE-----
`;
export const CLIENT_KEY = `\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgrW2YpCzJ/te/2HL7
zrI1rqN9NlocLv9s2ZtkAjlaqKihRANCAASXRLlipVKyHEff/qeld1suPDLS9ZUk
5RoW0verGIA9B3olaQ0d4QD2c7XvBJDdCKPppJ3agM7Q5ej5GHglMwfk
-----END PRIVATE KEY-----
`;
// What it answers.
const CONFIG = JSON.stringify({
  type: 'oauth',
  client_id: 'seen',
  authorization_endpoint: 'https://id.test/a',
  token_endpoint: 'https://id.test/t',
});

/**
 * A server that offers these protocols and answers one request of each connection.
 *
 * @param {string[]} protocols
 */
export async function serving(protocols) {
  /** @type {string[]} */
  const subjects = [];
  /** @type {(string | false | null)[]} */
  const chosen = [];
  const options = {
    ...{ ca: AUTHORITY, cert: SERVER, key: SERVER },
    ...{ requestCert: true, rejectUnauthorized: true, ALPNProtocols: protocols },
  };
  const listener = createServer(options, (socket) => {
    subjects.push(String(socket.getPeerCertificate().subject.CN));
    chosen.push(socket.alpnProtocol);
    socket.on('error', () => {});
    socket.once('data', () => {
      const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
      socket.end(`${head}Content-Length: ${CONFIG.length}\r\nConnection: close\r\n\r\n${CONFIG}`);
    });
  });
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (listener.address());
  return { url: `https://127.0.0.1:${port}`, subjects, protocols: chosen, close: () => listener.close() };
}
