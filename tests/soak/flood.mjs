// The calls from Node, while other servers send without end: `cargo xtask soak --flood`.
//
//     AUTHLOOM_FLOOD='{…}' node flood.mjs
//
// The variable holds the line that `authloom-soak --serve-floods` prints. What came of the calls is
// printed as one JSON line.

import { AuthloomError, Konnect } from 'authloom';

const settings = JSON.parse(process.env.AUTHLOOM_FLOOD);
/** How many failures are reported. */
const REPORTED = 5;

/** A client whose calls may take so long. */
function client(baseUrl, totalTimeout) {
  return new Konnect({
    baseUrl,
    token: settings.token,
    caCertificates: settings.authority_pem,
    totalTimeout,
    maxAttempts: 1,
    http2: true,
  });
}

/** The error of a call, if it fails. */
async function failure(konnect) {
  try {
    await konnect.getAuthConfig(settings.instance);
    return undefined;
  } catch (error) {
    if (error instanceof AuthloomError) {
      return error;
    }
    throw error;
  }
}

const floods = {};
let over = false;

/** Calls a flood again and again. */
async function flood(name, baseUrl) {
  const konnect = client(baseUrl, settings.flood_timeout_ms);
  const ends = (floods[name] = {});
  while (!over) {
    const end = (await failure(konnect))?.kind ?? 'ok';
    ends[end] = (ends[end] ?? 0) + 1;
  }
  konnect.close();
}

// In turn: the server that is well, and the one that never responds.
const clients = [settings.healthy, settings.silent].map((url) => client(url, settings.timeout_ms));
const healthyMs = [];
const failures = [];
let latest = 0;
let next = 0;

async function work() {
  while (next < settings.calls) {
    const number = next;
    next += 1;
    const healthy = number % 2 === 0;
    const began = performance.now();
    const error = await failure(clients[number % 2]);
    const took = performance.now() - began;
    latest = Math.max(latest, took - settings.timeout_ms);
    if (healthy && error === undefined) {
      healthyMs.push(took);
    } else if (error === undefined) {
      failures.push('the silent server responded');
    } else if (healthy || error.kind !== 'timeout') {
      failures.push(String(error));
    }
  }
}

const flooding = Object.entries(settings.floods).map(([name, url]) => flood(name, url));
await Promise.all(Array.from({ length: settings.in_flight }, work));
over = true;
await Promise.all(flooding);

healthyMs.sort((one, other) => one - other);
const percentile = (percent) => healthyMs[Math.floor((healthyMs.length * percent) / 100)] ?? null;
console.log(
  JSON.stringify({
    calls: settings.calls,
    failures: failures.length,
    first_failures: failures.slice(0, REPORTED),
    latest_ms: latest,
    p50_ms: percentile(50),
    p99_ms: percentile(99),
    floods,
  }),
);
