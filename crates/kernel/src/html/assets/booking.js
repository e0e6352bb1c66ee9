/* Wellkept: the chosen time is kept while the form is filled in. Without this script a button does the same. */
(() => {
'use strict';
const doc = document;
const own = window.trustedTypes?.createPolicy('booking', { createHTML: text => text }) ?? { createHTML: text => text };
// Somebody far away reads both clocks.
const clock = doc.querySelector('[data-clock]'), zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const bothClocks = () => {
	const there = zone => new Date().toLocaleString('en', { timeZone: zone, timeZoneName: 'longOffset' }).split(' ').pop();
	if (!clock || !zone || there(zone) === there(clock.dataset.zone)) return;
	clock.textContent = clock.dataset.clock;
	clock.hidden = false;
	const say = new Intl.DateTimeFormat(doc.documentElement.lang, { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
	doc.querySelectorAll('.slots input[name=slot]').forEach(input => {
		const label = input.nextElementSibling;
		if (label.querySelector('small')) return;
		const small = doc.createElement('small');
		small.textContent = say.format(new Date(input.value));
		label.append(' ', small);
	});
};
bothClocks();
doc.querySelectorAll('form[data-keeps]').forEach(form => {
	const place = form.dataset.keeps;
	doc.querySelectorAll('[data-no-script]').forEach(p => { p.hidden = true; });
	let turn = 0;
	form.addEventListener('change', async e => {
		if (e.target.name !== 'slot') return;
		const mine = ++turn, chosen = e.target;
		const body = new URLSearchParams(new FormData(form));
		body.set('show', 'keep');
		try {
			const answer = await fetch(form.action, { method: 'POST', body, credentials: 'same-origin', redirect: 'manual' });
			if (mine !== turn || !(answer.ok || answer.status === 409)) return;
			const page = new DOMParser().parseFromString(own.createHTML(await answer.text()), 'text/html');
			const kept = page.querySelector(place);
			if (kept) doc.querySelector(place).replaceChildren(...kept.childNodes);
			doc.querySelectorAll('[data-no-script]').forEach(p => { p.hidden = true; });
			if (answer.status !== 409) return;
			// Somebody was quicker: the times as they are now, said where they stand.
			const now = page.querySelector('#slot');
			now?.querySelector('.error')?.setAttribute('role', 'alert');
			if (now) doc.querySelector('#slot').replaceWith(now);
			bothClocks();
			chosen.isConnected || doc.querySelector('#slot input')?.focus();
		} catch { /* offline: the form is sent without */ }
	});
});
})();
