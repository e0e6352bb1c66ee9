// Who may do what, as people meet it: an operator under the owner's leave, a chart in an emergency, somebody suspended, a key
// for a program, and words that outlive the session they were typed in.
import { execFileSync } from 'node:child_process';
import { phone } from './eye.mjs';
import { device } from './factors.mjs';
import { fill } from './people.mjs';

// What the operator's command prints on the machine: the link that registers a passkey.
function enrolment(house) {
  const told = ['operator', 'add', 'omar@operator.example', 'Omar Sheikh', ...house.told()];
  const said = execFileSync(house.program, told, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return said.match(/http\S+/)[0];
}

export async function steps({ step, boss, desk1, doctor, somebody, eye, house, clinic, hina, bilal, password }) {
  const must = (so, what) => { if (!so) throw new Error(what); };
  const press = (page, name) => page.getByRole('button', { name, exact: true }).first().click();
  let patient;

  await step('The owner finds what is not of the day on one page', async () => {
    await boss.goto('/today');
    await boss.getByRole('link', { name: 'Clinic', exact: true }).click();
    await boss.getByRole('heading', { level: 1 }).waitFor();
    await eye.look(boss, 'clinic');
    for (const page of ['/locations', '/settings/security', '/trail', '/emergencies', '/cases', '/support', '/settings/api', '/me/sessions']) {
      await boss.goto(page);
      await eye.look(boss, page.slice(1).replaceAll('/', '-'));
    }
  });

  const operator = await somebody('operator'), key = await device(operator);
  await step('An operator registers a passkey and sees clinics, and no patient', async () => {
    await operator.goto(enrolment(house));
    await eye.look(operator, 'operator-enrol');
    await press(operator, 'Make a passkey');
    await operator.waitForURL(/\/operator\/sign-in/);
    await eye.look(operator, 'operator-sign-in');
    await press(operator, 'Sign in with a passkey').catch(() => {});
    await operator.waitForURL(/\/operator$/);
    // A page for staff would offer this passkey by itself.
    await key.touch(false);
    await eye.look(operator, 'operator-clinics');
    must(/\/sign-in/.test((await operator.request.get('/patients')).url()), 'no patients without leave');
  });

  await step('The owner signs for four hours; the operator looks in under everybody’s eyes; the owner ends it', async () => {
    await operator.goto('/operator');
    await operator.getByRole('link', { name: clinic }).click();
    await eye.look(operator, 'operator-clinic');
    for (const scope of ['schedule', 'records']) await operator.locator(`#scope-${scope}`).check();
    await fill(operator, { hours: '4', reason: 'The list of the day does not load for reception' });
    await press(operator, 'Ask for leave');
    await operator.goto('/operator/cases');
    await eye.look(operator, 'operator-cases');
    await boss.goto('/today');
    await boss.getByRole('link', { name: 'Answer' }).click().catch(() => boss.goto('/support'));
    await boss.getByText('does not load for reception').waitFor();
    await eye.look(boss, 'support-asked');
    await press(boss, 'Sign and let them look');
    await boss.getByRole('button', { name: 'End it now' }).waitFor();
    await desk1.goto('/today');
    must(await desk1.locator('.leave').isVisible(), 'everybody on staff sees that somebody may look in');
    await eye.look(desk1, 'today-support', { picture: false });
    await operator.goto('/operator');
    await operator.getByRole('link', { name: clinic }).click();
    await press(operator, 'Look in now');
    await operator.locator('.leave').waitFor();
    await operator.goto('/patients');
    await eye.look(operator, 'patients-support', { picture: false });
    await boss.goto('/support');
    await boss.getByRole('link', { name: 'See what was opened' }).click();
    await boss.locator('#reads li').first().waitFor();
    await eye.look(boss, 'support-reads');
    await press(boss, 'End it now');
    operator.expected.push('404', '403');
    await operator.goto('/patients');
    must(!await operator.locator('.list').count(), 'the next click opens nothing');
    operator.expected.length = 0;
    await desk1.goto('/today');
    must(!await desk1.locator('.leave').count(), 'and nobody is told any more');
  });

  const nadia = { name: 'Nadia Rauf', email: 'nadia@day.example' };
  const pharmacist = await somebody('pharmacist', { viewport: phone, hasTouch: true });
  await step('A pharmacist opens one chart in an emergency, and the owner reviews it', async () => {
    await boss.goto('/team');
    await fill(boss, nadia);
    await boss.locator('#role-pharmacist').check({ force: true });
    await press(boss, 'Make an invitation');
    await pharmacist.goto(await boss.locator('#invitation-link').getAttribute('href'));
    await fill(pharmacist, { password });
    await press(pharmacist, 'Begin');
    await pharmacist.waitForURL(/\/today/);
    await boss.goto('/patients');
    patient = await boss.locator('.list .c-main a').first().getAttribute('href');
    pharmacist.expected.push('403', '422');
    await pharmacist.goto(patient);
    await eye.look(pharmacist, 'chart-shut');
    await press(pharmacist, 'Open the chart now');
    await pharmacist.locator('.error-summary').waitFor();
    pharmacist.expected.length = 0;
    await pharmacist.locator('#reason-emergency').check({ force: true });
    await fill(pharmacist, { words: 'Reaction to a medicine' });
    await press(pharmacist, 'Open the chart now');
    await pharmacist.locator('#emergency').waitFor();
    await eye.look(pharmacist, 'chart-emergency');
    await boss.goto('/today');
    await boss.getByText('waits for your review').waitFor();
    await boss.goto('/emergencies');
    await eye.look(boss, 'emergency-waits');
    await boss.locator('main input[type=radio]').first().check({ force: true });
    await press(boss, 'Keep the review');
    await boss.getByText('Reviewed').first().waitFor();
  });

  await step('Somebody suspended is out at the next click, and back when the owner says so', async () => {
    await boss.goto('/team');
    await boss.getByRole('link', { name: nadia.name }).click();
    await eye.look(boss, 'member');
    await press(boss, 'Suspend');
    await boss.getByText('Suspended').first().waitFor();
    await pharmacist.goto('/today');
    must(new URL(pharmacist.url()).pathname === '/sign-in', 'signed out');
    await eye.look(boss, 'member-suspended');
    await boss.goto('/team');
    await boss.getByRole('link', { name: nadia.name }).click();
    await press(boss, 'Let in again');
    await pharmacist.goto('/sign-in');
    await fill(pharmacist, { email: nadia.email, password });
    await press(pharmacist, 'Sign in');
    await pharmacist.waitForURL(/\/today/);
  });

  await step('After wrong passwords the browser works by itself, and the right one gets in', async () => {
    await press(pharmacist, 'Sign out');
    await pharmacist.goto('/sign-in');
    pharmacist.expected.push('422');
    for (let n = 0; n < 5; n++) {
      await fill(pharmacist, { email: nadia.email, password: `not the one ${n}` });
      await press(pharmacist, 'Sign in');
      await pharmacist.locator('.error-summary').waitFor();
    }
    await pharmacist.locator('[data-work]').waitFor();
    await eye.look(pharmacist, 'sign-in-work');
    await fill(pharmacist, { password });
    await press(pharmacist, 'Sign in');
    await pharmacist.waitForURL(/\/today/);
    pharmacist.expected.length = 0;
    await pharmacist.goto('/prove?then=/me/sessions');
    await eye.look(pharmacist, 'prove');
    await fill(pharmacist, { password });
    await press(pharmacist, 'Yes, it is me');
    await pharmacist.waitForURL(/\/me\/sessions/);
  });

  await step('The owner sets hours, a holiday and a service, and the public page follows', async () => {
    await boss.goto('/hours');
    await eye.look(boss, 'hours');
    await boss.getByRole('link', { name: bilal.name }).click();
    await eye.look(boss, 'hours-one');
    await boss.goto('/services');
    await eye.look(boss, 'services');
    await boss.locator('#services .c-main a').first().click();
    await boss.locator('summary').first().click();
    await eye.look(boss, 'service');
    await fill(boss, { notice: '60', cancel: '120' });
    await press(boss, 'Save');
    await boss.waitForURL(/\/services$/);
    await boss.goto('/me/calendar');
    await eye.look(boss, 'calendar-feed');
  });

  await step('A key for a program is shown once', async () => {
    await boss.goto('/settings/api');
    await fill(boss, { name: 'Laboratory' });
    await boss.locator('main .check input').first().check();
    await press(boss, 'Make a key');
    must((await boss.locator('#api-key').inputValue()).length > 40, 'a key');
    await eye.look(boss, 'api-key');
    await boss.goto('/settings/api');
    must(!await boss.locator('#api-key').count(), 'once');
    await boss.getByRole('link', { name: 'Laboratory' }).click();
    await eye.look(boss, 'api-client');
  });

  await step('The session ends while somebody writes; they sign in in place and nothing is lost', async () => {
    await doctor.goto(patient);
    const elsewhere = await somebody('practitioner elsewhere');
    await elsewhere.goto('/sign-in');
    await fill(elsewhere, { email: bilal.email, password });
    await press(elsewhere, 'Sign in');
    await elsewhere.waitForURL(/\/today/);
    await doctor.goto('/patients');
    await fill(doctor, { wanted: 'Zz nobody of this name' });
    await elsewhere.goto('/me/sessions');
    await press(elsewhere, 'End all others');
    doctor.expected.push('401');
    await press(doctor, 'Search');
    await doctor.getByText('Nothing is lost').waitFor();
    await eye.look(doctor, 'signed-out-writing');
    await fill(doctor, { email: bilal.email, password });
    await press(doctor, 'Sign in');
    await doctor.getByRole('heading', { level: 1, name: 'What you wrote is here' }).waitFor();
    doctor.expected.length = 0;
    await eye.look(doctor, 'unsent');
    await press(doctor, 'Send it now');
    await doctor.getByText('Zz nobody of this name').first().waitFor().catch(() => doctor.locator('[name=wanted]').waitFor());
    must(await doctor.locator('[name=wanted]').inputValue() === 'Zz nobody of this name', 'what was typed arrived');
  });
  return patient;
}
