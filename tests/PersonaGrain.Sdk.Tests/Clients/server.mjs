// Sends by the SDK of a server: node server.mjs SDK ADDRESS WRITE_KEY
import { createRequire } from 'node:module';
import { eventsOfOne, finish, interrupt, makeRoom, people, tellDelivered, tellLost } from './people.mjs';

const require = createRequire(import.meta.url);
const [sdk, address, writeKey] = process.argv.slice(2);

// Each retries a lost connection and a 503; how often is an option of the SDK, and the standard of three can be over before a server is back.
const clients = {
  '@segment/analytics-node': () => {
    const { Analytics } = require('@segment/analytics-node');
    return new Analytics({ writeKey, host: address, flushAt: 20, flushInterval: 50, maxRetries: 10 });
  },
  'analytics-node': () => {
    const Analytics = require('analytics-node');
    return new Analytics(writeKey, { host: address, flushAt: 20, flushInterval: 50, retryCount: 10, errorHandler: tellLost });
  },
  '@rudderstack/rudder-sdk-node': () => {
    const Analytics = require('@rudderstack/rudder-sdk-node');
    return new Analytics(writeKey, { dataPlaneUrl: address, flushAt: 20, flushInterval: 50, retryCount: 10, errorHandler: tellLost, logLevel: 'silly' });
  },
};

const client = clients[sdk]();
for (const person of people) {
  await makeRoom(100, eventsOfOne);
  for (let number = 0; number < eventsOfOne; number++) {
    const messageId = `${person}-${number}`;
    const told = fault => (fault ? tellLost(fault) : tellDelivered(person, messageId));
    if (number === 0) {
      client.identify({ userId: person, messageId, traits: { plan: 'pro' } }, told);
    } else {
      client.track({ userId: person, messageId, event: 'Product Viewed', properties: { sku: `s${number}`, price: 12.5 } }, told);
    }
  }

  await interrupt(person);
}

await finish();
process.exit(0);
