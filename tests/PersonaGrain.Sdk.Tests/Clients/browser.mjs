// Sends by the SDK of a browser, from a page of another origin: node browser.mjs SDK ADDRESS WRITE_KEY PAGE_PORT CHROMIUM
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';
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
const site = createServer((request, response) => {
  const isScript = request.url === '/sdk.js';
  response.writeHead(200, { 'Content-Type': isScript ? 'text/javascript' : 'text/html' });
  response.end(isScript ? script : `<!doctype html><title>Shop</title><link rel="icon" href="data:,"><script src="/sdk.js"></script><script>${chosen.load}${visit}</script>`);
});
await new Promise(listening => site.listen(Number(pagePort), '127.0.0.1', listening));

// Nothing but this machine can be found, so that a request to elsewhere fails; it is told as well.
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
});
const page = await browser.newPage();
const own = `http://127.0.0.1:${pagePort}/`;
page.on('request', request => {
  const url = request.url();
  if (!url.startsWith(address) && !url.startsWith(own) && !url.startsWith('data:')) {
    console.log(`elsewhere ${url}`);
  }
});
page.on('pageerror', fault => console.log(`fault ${fault.message}`));
page.on('response', response => {
  const request = response.request();
  if (request.method() === 'POST' && response.ok()) {
    const body = JSON.parse(request.postData());
    (body.batch ?? [body]).forEach(event => tellDelivered(event.userId, event.messageId));
  }
});

await page.goto(own);
for (const person of people) {
  await makeRoom(40, eventsOfOne);
  await page.evaluate(([name, events]) => window.send(name, events), [person, eventsOfOne]);
  await interrupt(person);
}

await finish();
await browser.close();
process.exit(0);
