// The clinic's own directory, which is a certified OpenID Connect provider (tests/directory): the owner sets it, reception
// signs in through it on a phone, in English and in Urdu.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { phone } from './eye.mjs';
import { root } from './house.mjs';
import { fill } from './people.mjs';

const folder = join(root, 'tests/directory');
let issuer;

// Starts the directory and says to the installation that it may be used.
export async function open(shift) {
  if (!existsSync(join(folder, 'node_modules/.package-lock.json'))) execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
  const runs = spawn('node', ['directory.mjs', `+${shift * 1000}`], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
  process.once('exit', () => runs.kill());
  issuer = await new Promise((said, ended) => { runs.stdout.once('data', text => said(String(text).trim())); runs.once('exit', () => ended(new Error('the directory ended'))); });
  return ['--oidc-issuers', issuer];
}

export async function steps({ step, boss, browser, eye, house, slug, hina }) {
  const door = `/c/${slug}/sign-in`;

  await step('The owner sets the clinic’s own directory', async () => {
    await boss.goto('/directory');
    await eye.look(boss, 'directory');
    const known = await fetch(`${issuer}/reg`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ redirect_uris: [`${house.base}${door}/back`] }) });
    const { client_id, client_secret } = await known.json();
    await boss.locator('#issuer-1').check({ force: true });
    await fill(boss, { client_id, client_secret });
    await boss.getByRole('button', { name: 'Check and save' }).click();
    await boss.getByText('It is set up').waitFor();
  });

  await step('Reception signs in through it, on a phone', async () => {
    // The directory's own pages ask for fonts of strangers; this context is not held to our silence.
    const context = await browser.newContext({ viewport: phone, hasTouch: true, baseURL: house.base, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.route(url => url.hostname === 'fonts.googleapis.com', route => route.abort());
    await page.goto(`${door}/back?state=never`);
    await page.getByText('has expired or was used already').first().waitFor();
    await eye.look(page, 'clinic-sign-in-refused');
    await page.goto(door);
    await eye.look(page, 'clinic-sign-in');
    const away = url => url.href.startsWith(issuer);
    await page.route(away, route => route.fulfill({ status: 204 })); // the page stays
    await page.getByRole('button', { name: 'Continue to' }).click();
    await page.locator('#directory-link').waitFor();
    await eye.look(page, 'on-the-way');
    await page.unroute(away);
    await page.locator('#directory-link').click();
    await page.waitForURL(away);
    await fill(page, { login: hina.email, password: 'any' });
    await page.locator('button[type=submit]').click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(/\/today/);
    await context.close();
  });

  await step('Its pages read from right to left in Urdu', async () => {
    await boss.reload();
    await eye.look(boss, 'directory-linked');
    await boss.goto('/language/ur?back=/directory');
    await eye.look(boss, 'directory-ur');
    await boss.goto('/language/en?back=/today');
    const context = await browser.newContext({ viewport: phone, hasTouch: true, baseURL: house.base, locale: 'ur' });
    const page = await context.newPage();
    await page.route(url => url.href.startsWith(issuer), route => route.fulfill({ status: 204 }));
    await page.goto(`${door}/back?state=never`);
    await eye.look(page, 'clinic-sign-in-refused-ur');
    await page.goto(door);
    await page.locator('#directory button').click();
    await page.locator('#directory-link').waitFor();
    await eye.look(page, 'on-the-way-ur');
    await context.close();
  });

  await step('Without it everybody signs in as before', async () => {
    await boss.goto('/directory');
    await boss.locator('#remove button').click();
    await boss.getByText('It is set up').waitFor({ state: 'detached' });
  });
}
