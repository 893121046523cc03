// A page that sends by beacons, the last one while it is left: node beacon.mjs ADDRESS WRITE_KEY PAGE_PORT CHROMIUM
import { readFile } from 'node:fs/promises';
import { openPage } from './page.mjs';

const [address, writeKey, port, executablePath] = process.argv.slice(2);
const script = await readFile(new URL('./node_modules/@rudderstack/analytics-js/dist/npm/modern/bundled/umd/index.js', import.meta.url));
const options = { configUrl: address, useBeacon: true, beaconQueueOptions: { maxItems: 10 } };
const body = `
  const client = new rudderanalytics.RudderAnalytics();
  const ready = new Promise(done => client.ready(done));
  client.load(${JSON.stringify(writeKey)}, ${JSON.stringify(address)}, ${JSON.stringify(options)});`;
const { browser, page } = await openPage({ address, port, executablePath, body, script });

await page.evaluate(async () => {
  await ready;
  client.identify('ann');
  for (let number = 1; number < 15; number++) {
    client.track('Product Viewed', { sku: `s${number}` });
  }
});
await page.goto('about:blank');
console.log('left');

// The browser stays until the test has seen what the page sent while it was left.
process.stdin.once('data', async () => {
  await browser.close();
  process.exit(0);
});
