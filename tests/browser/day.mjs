// A clinic's day in a real browser, as the people who live it: owner, reception, practitioner, patients. See README.md.
//   node tests/browser/day.mjs [--screenshots FOLDER]
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import * as access from './access.mjs';
import * as directory from './directory.mjs';
import { Eye, desk, phone } from './eye.mjs';
import { code, device } from './factors.mjs';
import { House, until } from './house.mjs';
import { bilal, bundles, choose, fill, hina, line, owner, yusuf, zainab } from './people.mjs';
import * as waiting from './waiting.mjs';

const asked = process.argv.indexOf('--screenshots');
const pictures = asked > 0 ? resolve(process.argv[asked + 1]) : mkdtempSync(join(tmpdir(), 'wellkept-pictures.'));
const begun = Date.now();
let passed = 0, failed = 0;

const house = await House.open(directory.open);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const eye = new Eye(house.base, pictures);
const contexts = [];

async function somebody(who, options = {}) {
  const context = await browser.newContext({ viewport: desk, baseURL: house.base, reducedMotion: 'reduce', ...options });
  await eye.watch(context, who);
  contexts.push([who, context]);
  return context.newPage();
}

// One thing people do. What a page does wrong fails the step; what people cannot do ends the day.
async function step(what, act) {
  let broke;
  const more = await act().catch(problem => { broke = problem; });
  const wrong = [...new Set(eye.taken())];
  if (!broke && !wrong.length) { passed++; return console.log(`✓ ${what}${more ? ` (${more})` : ''}`); }
  failed++;
  console.log(`✗ ${what}`);
  for (const one of wrong) console.log(`    ${one}`);
  if (broke) throw broke;
}

// The cookies a browser holds, of which only these may be.
const names = new Set();
async function cookiesOf(who, context) {
  for (const cookie of await context.cookies()) {
    names.add(cookie.name);
    if (!/^(__Host-)?(session|lang|csrf)$/.test(cookie.name)) eye.say(who, `cookie ${cookie.name}`);
    if (/session|csrf/.test(cookie.name) && !(cookie.httpOnly && cookie.sameSite !== 'None')) eye.say(who, `the cookie ${cookie.name} is open to scripts or strangers`);
  }
}

const must = (so, what) => { if (!so) throw new Error(what); };
const press = (page, name) => page.getByRole('button', { name }).first().click();
const heading = (page, words) => page.getByRole('heading', { level: 1, name: words }).waitFor();
let zainabs, slug, imported, invited = {};

async function day() {
  const boss = await somebody('owner'), desk1 = await somebody('reception'), doctor = await somebody('practitioner');

  const key = await device(boss);

  await step('The owner opens a clinic from the letter and is led to a second factor', async () => {
    await boss.goto('/start');
    await eye.look(boss, 'start');
    await fill(boss, {
      name: 'Noor Family Clinic', country: 'PK', time_zone: 'Asia/Karachi', currency: 'PKR', opens: '08:00', closes: '20:00',
      service: 'See a doctor', minutes: '20', price: '1500', practitioner: 'Dr Ayesha Khan', owner: owner.name, email: owner.email, password: owner.password,
    });
    for (const box of await boss.locator('[name=weekday]').all()) await box.check();
    await boss.locator('#terms').check();
    await press(boss, 'Go on');
    await heading(boss, 'Look at your e-mail');
    await eye.look(boss, 'start-sent');
    const letter = await until('the letter', async () => house.letters().match(/http\S+\/start\/\S+/)?.[0]);
    await boss.goto(letter);
    await heading(boss, /Noor Family Clinic/);
    await eye.look(boss, 'start-open');
    await fill(boss, { password: owner.password });
    await press(boss, 'Open the clinic');
    await boss.waitForURL(/\/me\/security/);
    await boss.getByText('Set up a second factor to go on').waitFor();
    await eye.look(boss, 'account-owes');
    await boss.goto('/today');
    must(new URL(boss.url()).pathname === '/me/security', 'nothing else opens');
  });

  await step('The owner makes a passkey, and gets codes for the day it is lost', async () => {
    await press(boss, 'Add a passkey');
    await heading(boss, 'Add a passkey');
    await eye.look(boss, 'add-passkey');
    await key.refuse(true);
    await press(boss, 'Make the passkey');
    await boss.getByText('Nothing came of it').waitFor();
    await key.refuse(false);
    await press(boss, 'Make the passkey');
    await heading(boss, 'Your recovery codes');
    must(await boss.locator('ol.codes li').count() === 10, 'ten codes');
    must((await key.keys()).length === 1, 'one passkey on the device');
    await eye.look(boss, 'recovery-codes');
    await boss.goto('/me/security');
    await eye.look(boss, 'account');
    await boss.goto('/today?welcome=1');
    slug = (await boss.locator('.notice--good a').textContent()).split('/c/')[1].trim();
    must(await boss.getByText('Nobody is booked on this day').isVisible(), 'an empty day says so');
    await eye.look(boss, 'today-empty');
  });

  await step('The owner signs out, and in again with the passkey alone', async () => {
    await key.touch(false);
    await press(boss, 'Sign out');
    await boss.waitForURL(/\/sign-in/);
    await boss.getByRole('button', { name: 'Sign in with a passkey' }).waitFor();
    await eye.look(boss, 'sign-in-passkey');
    // The browser may offer it beside the address before the button is pressed; either way leads in.
    await key.touch(true);
    await press(boss, 'Sign in with a passkey').catch(() => {});
    await boss.waitForURL(/\/today/);
  });

  await step('After the password the passkey is asked for; a copy of it is noticed and opens nothing', async () => {
    const page = await somebody('owner elsewhere'), copy = await device(page);
    await copy.touch(false);
    await page.goto('/sign-in');
    await fill(page, { email: owner.email, password: owner.password });
    await press(page, 'Sign in');
    await heading(page, 'One more step');
    await eye.look(page, 'second-step-passkey');
    await cookiesOf('whoever leaves', page.context());
    await page.context().close();
    const spare = await (async () => {
      await boss.goto('/me/security');
      await press(boss, 'Add an app');
      await eye.look(boss, 'add-app');
      const secret = await boss.locator('#secret').textContent();
      await fill(boss, { code: code(secret, Date.now() + house.shift * 1000) });
      await press(boss, 'Add this app');
      await boss.waitForURL(/done=added/);
      return secret;
    })();
    must(spare.length > 30, 'a secret of 160 bits');
    await key.rewind();
    await key.touch(false);
    await press(boss, 'Sign out');
    await boss.waitForURL(/\/sign-in/);
    boss.expected.push('422');
    await key.touch(true);
    await press(boss, 'Sign in with a passkey').catch(() => {});
    await boss.getByText('This passkey does not open anything here').first().waitFor();
    await key.touch(false);
    await fill(boss, { email: owner.email, password: owner.password });
    await press(boss, 'Sign in');
    await heading(boss, 'One more step');
    boss.expected.length = 0;
    // The code that confirmed the app is used up; the next one is taken already, half a minute early.
    await fill(boss, { code: code(spare, Date.now() + house.shift * 1000 + 30_000) });
    await press(boss, 'Sign in');
    await boss.waitForURL(/\/today/);
    await boss.goto('/me/security');
    await boss.getByText('there may be a copy of it').waitFor();
    await eye.look(boss, 'account-copied');
    await boss.goto('/today');
  });

  await step('The owner brings in patients with their history', async () => {
    const given = bundles(house.folder);
    imported = given.family;
    await boss.goto('/import');
    await eye.look(boss, 'import');
    await boss.locator('#files').setInputFiles(given.paths);
    await press(boss, 'Import');
    await boss.getByText(/3\S? bundles came in/).waitFor({ timeout: 60_000 });
    await eye.look(boss, 'import-report');
    await boss.goto('/import');
    await eye.look(boss, 'imports', { picture: false });
    return given.from;
  });

  await step('The owner invites reception and a practitioner', async () => {
    for (const one of [hina, bilal]) {
      await boss.goto('/team');
      await fill(boss, { name: one.name, email: one.email });
      await boss.locator(`#role-${one.role}`).check({ force: true });
      await press(boss, 'Make an invitation');
      invited[one.role] = await boss.locator('#invitation-link').getAttribute('href');
    }
    await eye.look(boss, 'team');
  });

  await step('Both accept with a password of their own', async () => {
    for (const [page, one] of [[desk1, hina], [doctor, bilal]]) {
      await page.goto(invited[one.role]);
      await eye.look(page, `welcome-${one.role}`, { picture: one === hina });
      await fill(page, { password: one.password });
      await press(page, 'Begin');
      await page.waitForURL(/\/today/);
    }
  });

  await step('A signed-in person may sign out and in again', async () => {
    await press(desk1, 'Sign out');
    await desk1.goto('/sign-in');
    await eye.look(desk1, 'sign-in');
    await fill(desk1, { email: hina.email, password: 'not this one at all' });
    desk1.expected.push('422');
    await press(desk1, 'Sign in');
    await desk1.getByText('The e-mail or the password is not right').first().waitFor();
    await eye.look(desk1, 'sign-in-wrong', { picture: false });
    await fill(desk1, { email: hina.email, password: hina.password });
    await press(desk1, 'Sign in');
    await desk1.waitForURL(/\/today/);
    desk1.expected.length = 0;
  });

  await directory.steps({ step, boss, browser, eye, house, slug, hina });

  // Yusuf looks at the page before Zainab takes the time that he wants.
  const yusufs = await somebody('second patient', { viewport: phone, hasTouch: true });
  zainabs = await somebody('patient without scripts', { viewport: phone, hasTouch: true, javaScriptEnabled: false });

  await step('A patient’s first look at the booking page stays under 50 kB', async () => {
    const sizes = [];
    for (const [page, who] of [[zainabs, 'without scripts'], [yusufs, 'with scripts']]) {
      const answers = [];
      const note = answer => answers.push(answer);
      page.on('response', note);
      await page.goto(`/c/${slug}`, { waitUntil: 'networkidle' });
      page.off('response', note);
      let bytes = 0;
      for (const answer of answers) {
        const size = await answer.request().sizes();
        bytes += size.responseBodySize + size.responseHeadersSize;
      }
      must(bytes > 1000 && bytes < 50_000, `${who}: ${bytes} bytes`);
      sizes.push(`${(bytes / 1000).toFixed(1)} kB ${who}`);
    }
    await eye.look(yusufs, 'booking');
    return sizes.join(', ');
  });

  let time;
  await step('A patient books on a phone, without scripts, with a tick for messages', async () => {
    await eye.look(zainabs, 'booking-no-scripts', { widths: [phone], axe: false, picture: false });
    must(!await zainabs.locator('#consent').isChecked(), 'the box comes un-ticked');
    await choose(zainabs, 'Who would you like to see?', bilal.name);
    await press(zainabs, 'Show the times');
    must(await zainabs.getByRole('radio', { name: bilal.name }).isChecked(), 'the choice stays');
    time = await zainabs.locator('.slots input').first().getAttribute('value');
    await zainabs.locator('.slots input').first().check({ force: true });
    await fill(zainabs, { name: zainab.name, phone: zainab.phone });
    await zainabs.locator('#consent').check();
    await zainabs.getByRole('button', { name: 'Book this time' }).last().click();
    await heading(zainabs, 'Your appointment is booked');
    await eye.look(zainabs, 'booked', { widths: [phone], axe: false, picture: false });
  });

  await step('Who wants the same time is told so, and finds every word kept and other times', async () => {
    const page = yusufs;
    await choose(page, 'Who would you like to see?', bilal.name);
    await fill(page, { name: yusuf.name, phone: yusuf.phone });
    await page.locator('#consent').check();
    // With a script the time is held when it is chosen, so that it is said at once.
    page.expected.push('409');
    await page.locator(`.slots input[value="${time}"]`).check({ force: true });
    await page.getByRole('heading', { name: 'Nearest free times' }).waitFor();
    page.expected.length = 0;
    must(await page.locator('.slots [role=alert]').isVisible(), 'what is wrong is said where the times stand');
    must(await page.locator('#name').inputValue() === yusuf.name, 'the name is kept');
    must((await page.locator('#phone').inputValue()).replace(/\s/g, '') === yusuf.phone.replace(/\s/g, ''), 'the number is kept');
    must(await page.locator('#consent').isChecked(), 'the tick is kept');
    must(await page.getByRole('radio', { name: bilal.name }).isChecked(), 'the practitioner is kept');
    must(await page.getByRole('heading', { name: 'Nearest free times' }).isVisible(), 'other times stand there');
    must(!await page.locator(`.slots input[value="${time}"]`).count(), 'the taken time is gone');
    await eye.look(page, 'booking-refused');
    await page.locator('.slots input').first().check({ force: true });
    await page.locator('#kept', { hasText: 'This time is kept for you until' }).waitFor();
    await page.getByRole('button', { name: 'Book this time' }).last().click();
    await heading(page, 'Your appointment is booked');
  });

  // Her phone, as the page of simulated phones shows it.
  const hers = boss.locator('main .cards > section', { has: boss.locator('h2', { hasText: '300' }) });
  let link;
  await step('The confirmation reaches the phone, and the patient confirms by its link', async () => {
    link = await until('the confirmation on the phone', async () => {
      await boss.goto('/phone');
      const inText = hers.locator('.bubble--in a[href*="/a/"]').first();
      return await inText.count() && inText.getAttribute('href');
    });
    await eye.look(boss, 'phone', { picture: false });
    await zainabs.goto(link);
    await zainabs.getByRole('button', { name: 'I will come' }).click();
    await heading(zainabs, 'Your appointment is confirmed');
    await yusufs.goto(link);
    await eye.look(yusufs, 'own');
    await yusufs.goto(`${new URL(link).pathname}/move`);
    await eye.look(yusufs, 'move');
  });

  const board = await somebody('waiting room');
  const tokens = part => board.locator(`.board__${part} .token`);
  await step('The board shows who has arrived, by itself', async () => {
    await board.goto(`/c/${slug}/board`);
    await board.getByText('Nobody is waiting.').waitFor();
    await board.evaluate(() => { window.stayed = true; });
    await desk1.goto('/today');
    await eye.look(desk1, 'today-booked', { picture: false });
    await line(desk1, zainab).getByRole('button', { name: 'Arrived' }).click();
    await desk1.getByText(/has arrived: token \S?1/).waitFor();
    await until('token 1 on the board', async () => await tokens('next').allTextContents().then(all => all.join() === '1'));
    must(await board.evaluate(() => window.stayed), 'without a reload');
  });

  await step('The server dies and comes back, and the board with it', async () => {
    // Whatever is live says that the line is cut.
    const live = [board, desk1, doctor];
    for (const page of live) page.expected.push('Failed to load resource', 'ERR_');
    await house.killed();
    await board.locator('.board__link[data-state=reconnecting]').waitFor();
    await eye.look(board, 'board-reconnecting', { picture: false });
    await house.start();
    await board.locator('.board__link[data-state=connected]').waitFor({ timeout: 40_000 });
    await desk1.goto('/today');
    for (const page of live) page.expected.length = 0;
    await line(desk1, yusuf).getByRole('button', { name: 'Arrived' }).click();
    await until('token 2 on the board', async () => await tokens('next').allTextContents().then(all => all.join() === '1,2'));
    must(await board.evaluate(() => window.stayed), 'without a reload');
  });

  await step('The practitioner calls the next patient', async () => {
    await doctor.goto('/today');
    await eye.look(doctor, 'today-doctor', { picture: false });
    await press(doctor, 'Call my next patient');
    await until('token 1 called', async () => await tokens('now').allTextContents().then(all => all.join() === '1'));
    await eye.look(board, 'board');
    await eye.look(doctor, 'today');
  });

  await step('The practitioner finds an imported patient and reads the chart', async () => {
    await doctor.goto('/patients');
    await eye.look(doctor, 'patients');
    await fill(doctor, { wanted: imported });
    await press(doctor, 'Search');
    await doctor.getByText('patient found').waitFor();
    await eye.look(doctor, 'patients-found', { picture: false });
    await doctor.locator('.list .c-main a').first().click();
    await doctor.getByRole('heading', { level: 1 }).waitFor();
    must((await doctor.locator('h1').textContent()).includes(imported), 'it is that patient');
    await eye.look(doctor, 'chart');
  });

  let visit;
  await step('The practitioner records measurements in today’s visit', async () => {
    await doctor.goto('/today');
    await line(doctor, zainab).getByRole('button', { name: 'Open the visit' }).click();
    await doctor.waitForURL(/\/encounters\//);
    visit = doctor.url();
    await eye.look(doctor, 'visit');
    await fill(doctor, { systolic: '12', diastolic: '80' });
    doctor.expected.push('422');
    await press(doctor, 'Record measurements');
    await doctor.locator('.error-summary').waitFor();
    doctor.expected.length = 0;
    await eye.look(doctor, 'visit-refused', { picture: false });
    await fill(doctor, { systolic: '148', diastolic: '92', pulse: '76', temperature: '36.9' });
    await press(doctor, 'Record measurements');
    await doctor.locator('.trend', { hasText: '148' }).waitFor();
  });

  const note = { subjective: 'Headache since Monday, worse in the morning.', objective: 'Alert. BP 148/92.', assessment: 'Raised blood pressure.', plan: 'Home readings twice a day; back in a week.' };
  await step('A note is kept while it is typed, and a reload shows it', async () => {
    for (const [part, text] of Object.entries(note)) await doctor.locator(`#${part}`).pressSequentially(text);
    await doctor.locator('[data-saved][data-state=saved]').waitFor();
    await eye.look(doctor, 'visit-writing');
    await until('every word on the server', async () => {
      await doctor.locator('[data-saved][data-state=saved]').waitFor();
      await doctor.reload();
      return await doctor.locator('#plan').inputValue() === note.plan;
    });
    for (const [part, text] of Object.entries(note)) must(await doctor.locator(`#${part}`).inputValue() === text, `${part} is kept`);
  });

  await step('The practitioner signs the note, and amends it', async () => {
    await press(doctor, 'Sign the note');
    await doctor.getByText(/Signed by/).first().waitFor();
    await eye.look(doctor, 'visit-signed');
    await doctor.getByRole('link', { name: 'Amend this note' }).first().click();
    await eye.look(doctor, 'amend');
    await fill(doctor, { plan: `${note.plan} Amlodipine 5 mg daily.` });
    await press(doctor, 'Sign the amendment');
    await doctor.getByText(/Amended and signed by/).first().waitFor();
    await doctor.getByText('Amlodipine').first().waitFor();
    await eye.look(doctor, 'visit-amended');
    await doctor.goto('/today');
    await line(doctor, zainab).getByRole('button', { name: 'Done' }).click();
    await doctor.getByText('is done.').waitFor();
  });

  let invoice;
  await step('Reception bills, takes cash and prints the receipt', async () => {
    await desk1.goto('/invoices');
    await eye.look(desk1, 'invoices-none', { picture: false });
    await desk1.goto('/today');
    await line(desk1, zainab).getByRole('button', { name: 'Bill' }).click();
    await desk1.waitForURL(/\/invoices\//);
    invoice = new URL(desk1.url()).pathname;
    await eye.look(desk1, 'invoice');
    await fill(desk1, { received: '2000' });
    await press(desk1, 'Take payment');
    await desk1.getByText('Give back').waitFor();
    await eye.look(desk1, 'invoice-paid');
    for (const name of ['Receipt (A4)', 'Receipt (roll)']) {
      const paper = await desk1.request.get(await desk1.getByRole('link', { name }).getAttribute('href'));
      must(paper.headers()['content-type'].startsWith('application/pdf'), `${name}: ${paper.headers()['content-type']}`);
      must((await paper.body()).subarray(0, 5).toString() === '%PDF-', `${name} is a paper`);
    }
    await desk1.goto('/invoices');
    await eye.look(desk1, 'invoices');
  });

  await step('The receipt reaches the phone', async () => {
    await until('the receipt on the phone', async () => {
      await boss.goto('/phone');
      return hers.getByText('Your receipt').count();
    });
    const receipt = await boss.request.get(await hers.locator('a[href*="/r/"]').first().getAttribute('href'));
    must(receipt.headers()['content-type'].startsWith('application/pdf'), 'its link opens the paper');
    await eye.look(boss, 'phone');
  });

  await step('The patient replies STOP and books again', async () => {
    await hers.getByRole('textbox').first().fill('STOP');
    await hers.getByRole('button', { name: 'Send' }).first().click();
    await hers.locator('.bubble--out', { hasText: 'STOP' }).waitFor();
    await zainabs.goto(`/c/${slug}`);
    await zainabs.locator('.slots input').last().check({ force: true });
    await fill(zainabs, { name: zainab.name, phone: zainab.phone });
    await zainabs.getByRole('button', { name: 'Book this time' }).last().click();
    await heading(zainabs, 'Your appointment is booked');
  });

  let patient;
  await step('Reception sees why the next message did not leave', async () => {
    await desk1.goto('/today');
    patient = (await line(desk1, zainab).first().locator('a').first().getAttribute('href')).replace(/(\/patients\/[^/]+).*/, '$1');
    await until('the reason', async () => {
      await desk1.goto(`${patient}/messages`);
      return desk1.locator('.list td', { hasText: /stop/i }).filter({ has: desk1.locator('.badge--refused') }).count();
    });
    await eye.look(desk1, 'messages');
    await desk1.goto('/today');
    await desk1.getByText('the patient wrote STOP').first().waitFor();
    await eye.look(desk1, 'today-reception');
  });

  await step('The owner reads who saw and changed the record', async () => {
    await boss.goto(`${patient}/audit`);
    for (const act of ['booked a visit', 'signed a note', 'took a payment', 'did not send a message']) must(await boss.getByText(act).count(), `the trail says: ${act}`);
    await eye.look(boss, 'audit');
  });

  await waiting.steps({ step, boss, desk1, somebody, eye, slug, zainab });

  await access.steps({ step, boss, desk1, doctor, somebody, eye, house, clinic: 'Noor Family Clinic', hina, bilal, password: owner.password });

  await step('What is public reads well too', async () => {
    for (const [path, name] of [['/', 'front'], ['/privacy', 'privacy'], ['/terms', 'terms']]) {
      await yusufs.goto(path);
      await eye.look(yusufs, name);
    }
    yusufs.expected.push('404');
    await yusufs.goto('/nothing-here');
    await eye.look(yusufs, 'not-found');
    yusufs.expected.length = 0;
  });

  const walk = [
    [yusufs, [['/', 'front'], ['/start', 'start'], [`/c/${slug}`, 'booking'], [new URL(link).pathname, 'own'], ['/privacy', 'privacy'], ['/terms', 'terms'], [`/c/${slug}/board`, 'board']]],
    [desk1, [['/today', 'today-reception'], ['/patients', 'patients'], ['/invoices', 'invoices'], [invoice, 'invoice-paid'], [`${patient}/messages`, 'messages']]],
    [doctor, [['/today', 'today'], [patient, 'chart'], [new URL(visit).pathname, 'visit-signed']]],
    [boss, [['/me/security', 'account'], ['/phone', 'phone'], ['/clinic', 'clinic'], ['/team', 'team'], ['/trail', 'trail'], ['/emergencies', 'emergency-reviewed'], ['/support', 'support'], ['/settings/security', 'settings-security'], ['/settings/api', 'api'], ['/locations', 'locations'], ['/me/sessions', 'sessions'], ['/import', 'import'], [`${patient}/audit`, 'audit']]],
  ];
  const walked = async (name, options) => {
    for (const [page, paths] of walk) for (const [path, called] of paths) {
      await page.goto(path);
      const lang = await page.locator('html').getAttribute('lang');
      if (name.startsWith('ur') && (lang !== 'ur' || await page.locator('html').getAttribute('dir') !== 'rtl')) eye.say(path, 'is not in Urdu');
      await eye.look(page, `${called}-${name}`, options);
    }
  };
  const speak = async tag => { for (const [page] of walk) await page.goto(`/language/${tag}?back=/`); };

  await step('The main pages in the dark', async () => {
    for (const [page] of walk) await page.emulateMedia({ colorScheme: 'dark' });
    await walked('dark', { widths: [phone] });
    for (const [page] of walk) await page.emulateMedia({ colorScheme: 'light' });
  });
  await step('The main pages in Urdu, from right to left', async () => {
    await speak('ur');
    await walked('ur');
    await boss.goto(`/c/${slug}`);
  });
  await step('A patient books and errs in Urdu', async () => {
    await yusufs.goto(`/c/${slug}`);
    yusufs.expected.push('422');
    await yusufs.locator('form > button').last().click();
    await yusufs.locator('.error-summary').waitFor();
    yusufs.expected.length = 0;
    await eye.look(yusufs, 'booking-refused-ur');
  });

  await step('After the whole day no browser holds a cookie but the session, the form’s and the language', async () => {
    for (const [who, context] of contexts.filter(([, context]) => browser.contexts().includes(context))) await cookiesOf(who, context);
    return [...names].sort().join(', ');
  });
}

try {
  await day();
} catch (problem) {
  failed += failed ? 0 : 1;
  console.log(`    ${String(problem.stack ?? problem).split('\n').slice(0, 12).join('\n    ')}`);
  console.log('    The day ends here.');
  for (const [who, context] of contexts) for (const page of context.pages()) {
    await page.screenshot({ path: join(pictures, `broken-${who.replaceAll(' ', '-')}.png`) }).catch(() => {});
  }
  console.log(`--- the server said:\n${house.said.slice(-3000)}`);
} finally {
  await browser.close().catch(() => {});
  await house.close();
}
console.log(`${eye.looks} looks at pages in ${Math.round((Date.now() - begun) / 1000)} s; pictures: ${pictures}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
