// The calendar and the waiting room as people meet them: the desk books and moves, somebody walks in, somebody checks in at a tablet,
// somebody waits for a time.
import { phone } from './eye.mjs';
import { until } from './house.mjs';
import { fill, line } from './people.mjs';

export async function steps({ step, boss, desk1, somebody, eye, slug, zainab }) {
  const must = (so, what) => { if (!so) throw new Error(what); };
  const press = (page, name) => page.getByRole('button', { name, exact: true }).first().click();
  const heading = (page, words) => page.getByRole('heading', { level: 1, name: words }).waitFor();
  const sara = { name: 'Sara Qureshi', phone: '0301 2220001' }, omar = { name: 'Omar Farooq', phone: '0301 2220002' };

  await step('Reception sees the day and the week in the calendar', async () => {
    await desk1.goto('/calendar');
    must(await desk1.locator('.vis', { hasText: zainab.name }).count(), 'who is booked stands there');
    await eye.look(desk1, 'calendar-day');
    await desk1.goto('/calendar?view=week');
    await eye.look(desk1, 'calendar-week');
    await desk1.goto('/calendar/requests');
    await eye.look(desk1, 'calendar-requests');
    await desk1.goto('/calendar/block');
    await eye.look(desk1, 'calendar-block');
  });

  await step('Reception books for somebody new, and moves the visit and takes that back', async () => {
    await desk1.goto('/calendar/book');
    await eye.look(desk1, 'calendar-book');
    await fill(desk1, { name: sara.name, phone: sara.phone });
    await desk1.locator('.slots input').last().check({ force: true });
    await desk1.getByRole('button', { name: 'Book this time' }).last().click();
    await desk1.locator('.flash', { hasText: sara.name }).waitFor();
    const visit = await desk1.locator('.vis', { hasText: sara.name }).locator('a').first().getAttribute('href');
    await desk1.goto(visit);
    await heading(desk1, sara.name);
    await eye.look(desk1, 'visit-at-desk');
    await desk1.goto(`${new URL(desk1.url()).pathname}/move`);
    await eye.look(desk1, 'visit-move');
    await desk1.locator('.slots input').first().check({ force: true });
    await desk1.getByRole('button', { name: /^Move/ }).first().click();
    await desk1.locator('.flash').getByRole('button', { name: 'Undo' }).click();
    await desk1.locator('.flash', { hasText: sara.name }).waitFor();
  });

  await step('Somebody who walks in gets a token and waits with the others', async () => {
    await desk1.goto('/walk-in');
    await eye.look(desk1, 'walk-in');
    await fill(desk1, { name: omar.name, phone: omar.phone });
    await desk1.locator('input[name=service]').first().check({ force: true });
    await press(desk1, 'Give a token');
    await desk1.waitForURL(/\/today/);
    await line(desk1, omar).locator('.token').waitFor();
    await eye.look(desk1, 'today-walked-in');
    await line(desk1, omar).locator('a.token').click();
    await eye.look(desk1, 'ticket');
  });

  await step('A patient checks in at the tablet with the number they booked with', async () => {
    await boss.goto('/check-in');
    await eye.look(boss, 'check-in-doors');
    await fill(boss, { name: 'Entrance' });
    await boss.locator('#kind-tablet').check({ force: true });
    await press(boss, 'Open');
    const address = boss.locator('a[href*="/k/"]').first();
    await address.waitFor();
    await eye.look(boss, 'check-in-door');
    const tablet = await somebody('tablet', { viewport: { width: 800, height: 1100 } });
    await tablet.goto(await address.getAttribute('href'));
    await eye.look(tablet, 'kiosk');
    await fill(tablet, { phone: '0301 9999999' });
    await press(tablet, 'I am here');
    await heading(tablet, 'Please go to the desk');
    await tablet.getByRole('link', { name: 'Try again' }).click();
    // Sara's visit may be of another day; a walk-in is here already. Either way nothing of anybody is said.
    await fill(tablet, { phone: sara.phone });
    await press(tablet, 'I am here');
    await tablet.getByRole('heading', { level: 1 }).filter({ hasText: /Welcome|Please go to the desk/ }).waitFor();
    must(!await tablet.getByText(sara.name).count(), 'no name stands there');
    await eye.look(tablet, 'kiosk-answer');
    await boss.goto('/settings/waiting-room');
    await eye.look(boss, 'waiting-room-rules');
    await boss.goto('/settings/booking');
    await eye.look(boss, 'booking-rules');
  });

  await step('Who finds no time joins the waiting list, on a phone', async () => {
    const page = await somebody('waiting patient', { viewport: phone });
    await page.goto(`/c/${slug}`);
    await page.getByRole('link', { name: 'No time suits you? Join the waiting list' }).click();
    await heading(page, 'Join the waiting list');
    await eye.look(page, 'waitlist-join');
    await fill(page, { name: 'Hira Baig', phone: '0301 2220003' });
    page.expected.push('422');
    await press(page, 'Put me on the list');
    await page.locator('.error-summary').waitFor();
    page.expected.length = 0;
    must(await page.locator('#name').inputValue() === 'Hira Baig', 'every word is kept');
    await page.locator('#consent').check();
    await press(page, 'Put me on the list');
    await page.waitForURL(/\/w\//);
    // Times are free, so the first is offered at once.
    await until('the offer', async () => { await page.reload(); return page.getByRole('button', { name: 'Take this time' }).count(); });
    await eye.look(page, 'waitlist-offer');
    await desk1.goto('/waitlist');
    await eye.look(desk1, 'waitlist-desk');
    await press(page, 'Take this time');
    await heading(page, 'Your appointment is booked');
  });
}
