// A page that reads about its own visitor by a token: node visitor.mjs ADDRESS TOKEN PAGE_PORT CHROMIUM
import { openPage } from './page.mjs';

const [address, token, port, executablePath] = process.argv.slice(2);
const { browser, page } = await openPage({ address, port, executablePath, body: '' });
await page.exposeFunction('tell', line => console.log(line));

await page.evaluate(async ([address, token]) => {
  const read = async path => (await fetch(address + path, { headers: { Authorization: `Bearer ${token}` } })).status;
  await tell(`own ${await read('/v1/profiles/ann')}`);
  await tell(`scores ${await read('/v1/profiles/ann/scores')}`);
  await tell(`other ${await read('/v1/profiles/bob')}`);
  await tell(`catalog ${await read('/v1/catalog').catch(() => 'hidden')}`);
  const events = new EventSource(`${address}/v1/events?token=${token}`);
  await new Promise(opened => { events.onopen = opened; });
  const entered = new Promise(told => events.addEventListener('entered', told, { once: true }));
  await tell('watching');
  await tell(`entered ${JSON.parse((await entered).data).profile}`);
  events.close();
}, [address, token]);

await browser.close();
process.exit(0);
