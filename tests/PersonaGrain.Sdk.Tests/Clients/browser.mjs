// Sends by the SDK of a browser, from a page of another origin: node browser.mjs SDK ADDRESS WRITE_KEY PAGE_PORT CHROMIUM
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { openPage } from './page.mjs';
import { eventsOfOne, finish, interrupt, makeRoom, people, tellDelivered } from './people.mjs';

const require = createRequire(import.meta.url);
const [sdk, address, writeKey, pagePort, executablePath] = process.argv.slice(2);

// The script of each package, and what a page does with it. "send" is a person's visit.
const pages = {
  '@segment/analytics-next': {
    script: 'dist/umd/index.js',
    load: `const client = AnalyticsNext.AnalyticsBrowser.load({ writeKey: ${JSON.stringify(writeKey)}, cdnURL: ${JSON.stringify(address)} });
      const ready = client.ready();`,
  },
  '@rudderstack/analytics-js': {
    script: 'dist/npm/modern/bundled/umd/index.js',
    load: `const client = new rudderanalytics.RudderAnalytics();
      const ready = new Promise(done => client.ready(done));
      client.load(${JSON.stringify(writeKey)}, ${JSON.stringify(address)}, { configUrl: ${JSON.stringify(address)} });`,
  },
};
const visit = `
  window.send = async (person, events) => {
    await ready;
    client.reset(true);
    client.identify(person, { plan: 'pro' });
    for (let number = 1; number < events; number++) {
      client.track('Product Viewed', { sku: 's' + number, price: 12.5 });
    }
  };`;

const chosen = pages[sdk];
const root = path.join(path.dirname(require.resolve('playwright-core/package.json')), '..', sdk);
const script = await readFile(path.join(root, chosen.script));
const { browser, page } = await openPage({ address, port: pagePort, executablePath, body: chosen.load + visit, script });
page.on('response', response => {
  const request = response.request();
  if (request.method() === 'POST' && response.ok()) {
    const body = JSON.parse(request.postData());
    (body.batch ?? [body]).forEach(event => tellDelivered(event.userId, event.messageId));
  }
});

for (const person of people) {
  await makeRoom(40, eventsOfOne);
  await page.evaluate(([name, events]) => window.send(name, events), [person, eventsOfOne]);
  await interrupt(person);
}

await finish();
await browser.close();
process.exit(0);
