import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

/** Shows a page of an origin of its own in a browser that reaches nothing but this machine, and tells of requests to elsewhere and of faults. */
export async function openPage({ address, port, executablePath, body, script = '' }) {
  const site = createServer((request, response) => {
    const isScript = request.url === '/script.js';
    response.writeHead(200, { 'Content-Type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? script : `<!doctype html><title>Shop</title><link rel="icon" href="data:,"><script src="/script.js"></script><script>${body}</script>`);
  });
  await new Promise(listening => site.listen(Number(port), '127.0.0.1', listening));

  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
  const page = await browser.newPage();
  const own = `http://127.0.0.1:${port}/`;
  page.on('request', request => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith(own) && !url.startsWith('data:')) {
      console.log(`elsewhere ${url}`);
    }
  });
  page.on('pageerror', fault => console.log(`fault ${fault.message}`));
  await page.goto(own);
  return { browser, page };
}
