/* Wellkept: pages work without this; it makes them kinder. Texts and markup come from the server. */
(() => {
'use strict';
const doc = document, win = window;
const all = (css, root = doc) => [...root.querySelectorAll(css)];
const on = (target, type, act) => target.addEventListener(type, act);
const here = { credentials: 'same-origin', redirect: 'manual' }; // a redirect is a sign-in, never success

// Idle: said a minute before, and after; a quiet look keeps nobody signed in
const idle = doc.querySelector('[data-idle]'), quiet = { ...here, headers: { 'x-quiet': '1' } };
let soon, out;
const notice = what => idle && all('p', idle).forEach(p => { p.hidden = !(what in p.dataset); });
const signedOut = () => { clearTimeout(soon); clearTimeout(out); notice('out'); };
const isIn = async how => {
	try { const answer = await fetch('/me/sessions', how); return answer.type !== 'opaqueredirect' && answer.status !== 401; } catch { return true; /* offline */ }
};
const used = () => {
	clearTimeout(soon); clearTimeout(out);
	if (!idle) return;
	const ms = (idle.dataset.idle * 60 - 20) * 1000; // the server counts in steps of 20 s
	notice('');
	soon = setTimeout(() => doc.hidden || notice('soon'), ms - 60000);
	out = setTimeout(async () => await isIn(quiet) ? used() : signedOut(), ms + 20000); // another tab may be in use
};
used();
on(doc, 'click', async e => e.target.closest('[data-stay]') && (await isIn(here) ? used() : signedOut()));

// Forms: sent once, no typed word lost unasked, errors met first
const leaving = new WeakSet(), unsaved = new WeakSet();
const free = form => {
	leaving.delete(form);
	all('[data-sent]', form).forEach(b => { b.disabled = false; });
};
on(doc, 'submit', e => {
	const form = e.target;
	if (leaving.has(form)) return e.preventDefault();
	leaving.add(form);
	// A turn later: a disabled button does not send its value.
	setTimeout(() => all('button:not([type=button]):enabled', form).forEach(b => { b.disabled = true; b.dataset.sent = ''; }));
	setTimeout(free, 20000, form); // a download leaves us here
});
on(win, 'pageshow', () => all('form').forEach(free));
on(doc, 'input', e => e.target.form?.matches('[data-unsaved]') && unsaved.add(e.target.form));
on(win, 'beforeunload', e => all('form').some(f => unsaved.has(f) && !leaving.has(f)) && e.preventDefault());
doc.querySelector('.error-summary')?.focus();
doc.querySelector('.bar nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });

// Drafts: on the server before anyone thinks of saving
all('form[data-draft]').forEach(form => {
	const note = form.querySelector('[data-saved]'), version = form.querySelector('[data-version]');
	let timer, tries = 0, edit = 0, kept = 0, busy, stopped;
	const tell = state => {
		if (!note) return;
		const time = new Date().toLocaleTimeString(doc.documentElement.lang.replace(/^en$/, 'en-GB'), { timeStyle: 'short' });
		// Only trouble is spoken; "saved" would talk over the writer.
		note.setAttribute('aria-live', /fail|conf/.test(state) ? 'assertive' : 'off');
		note.dataset.state = state;
		note.textContent = (note.getAttribute('data-' + state + (state === 'saved' ? '-text' : '')) || '').replace('{time}', time);
	};
	const post = keepalive => fetch(form.dataset.draft, { ...here, method: 'POST', keepalive, body: new URLSearchParams(new FormData(form)) });
	const later = ms => { clearTimeout(timer); timer = setTimeout(save, ms); };
	async function save() {
		if (busy || stopped || leaving.has(form) || kept === edit) return;
		const sent = edit;
		let answer = { status: 0 };
		busy = true;
		tell('saving');
		try { answer = await post(false); } catch { /* offline */ }
		busy = false;
		if (answer.ok) {
			used();
			const tag = answer.headers.get('ETag');
			if (version && tag) version.value = tag.replace(/W\/|"/g, '');
			kept = sent; tries = 0;
			if (kept !== edit) return later(800);
			unsaved.delete(form); tell('saved');
		} else if (answer.status === 409) {
			stopped = true; tell('conflict'); // never write over somebody else
		} else {
			tell('failed');
			if (answer.status === 401) signedOut();
			// Network or server in trouble: 2, 4 … 60 s. A refusal waits for the next key.
			if (!answer.status || answer.status > 499) later(Math.min(60, 2 ** ++tries) * 1000);
			else if (sent !== edit) later(800);
		}
	}
	on(form, 'input', () => { edit++; later(tries ? 2000 : 800); });
	on(win, 'online', () => later(0));
	on(win, 'focus', () => unsaved.has(form) && later(0)); // signed in again in another tab
	on(win, 'pagehide', () => { if (!stopped && !leaving.has(form) && kept !== edit) post(true).catch(() => {}); });
});

// Filter: rows with every typed word
const plain = s => s.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
const filter = input => {
	const id = input.dataset.filter, words = plain(input.value).split(' ');
	let shown = 0;
	all(`${id} > tbody > tr, ${id} > li`).forEach(row => {
		row.hidden = !words.every(w => plain(row.textContent).includes(w));
		shown += !row.hidden;
	});
	all(`[data-filter-none="${id}"]`).forEach(p => { p.hidden = shown; });
};
const refilter = () => all('[data-filter]').forEach(filter);
on(doc, 'input', e => e.target.matches('[data-filter]') && filter(e.target));
refilter();

// The one text that becomes markup: a page of ours, parsed where no script runs. The browser refuses any other.
const own = win.trustedTypes?.createPolicy('pages', { createHTML: text => text }) ?? { createHTML: text => text };

// Live parts: the event says "changed", the server's own page brings the markup
all('[data-live]').forEach(part => {
	const state = s => all('.board__link').forEach(l => { l.dataset.state = s; });
	let source, polling, held, turn = 0;
	async function refresh() {
		const focus = part.contains(doc.activeElement) ? doc.activeElement : 0;
		held = focus && focus.matches('input, select, textarea'); // somebody types here
		if (held) return;
		const mine = ++turn;
		try {
			const answer = await fetch(part.dataset.fragment, quiet);
			const page = new DOMParser().parseFromString(own.createHTML(answer.ok ? await answer.text() : ''), 'text/html');
			if (mine !== turn) return; // a later one is coming
			part.replaceChildren(...page.getElementById(part.id).childNodes);
			if (focus.id) doc.getElementById(focus.id)?.focus();
			refilter();
			state('connected');
		} catch { if (mine === turn) state('reconnecting'); }
	}
	const listen = () => {
		source = new EventSource(part.dataset.live);
		on(source, 'board', refresh);
		on(source, 'open', () => { clearInterval(polling); polling = 0; refresh(); }); // missed meanwhile
		on(source, 'error', () => {
			if (!polling) state('reconnecting');
			polling ||= setInterval(() => { refresh(); if (source.readyState === 2) listen(); }, 10000);
		});
	};
	if (part.dataset.again) setInterval(refresh, part.dataset.again * 1000);
	on(part, 'focusout', () => held && setTimeout(refresh));
	on(doc, 'visibilitychange', () => doc.hidden || refresh());
	listen();
});

// Keys: never while typing; <body data-hotkeys="off"> for voice control
on(doc, 'keydown', e => {
	if (e.ctrlKey || e.metaKey || e.altKey || doc.body.dataset.hotkeys === 'off' || e.target.closest('input, select, textarea')) return;
	const target = all('[data-hotkey]').find(x => x.dataset.hotkey === e.key);
	if (!target) return;
	e.preventDefault();
	target[target.matches('a, button') ? 'click' : 'focus']();
});

// A tablet for everybody forgets who was there
all('[data-resets]').forEach(part => setTimeout(() => location.replace(part.dataset.to), part.dataset.resets * 1000));

// Print: hidden in the page, shown where it works
all('[data-print]').forEach(button => {
	button.hidden = false;
	on(button, 'click', () => win.print());
});

// Copy: hidden in the page, shown where it works
all('[data-copy]').forEach(button => {
	button.hidden = !navigator.clipboard;
	on(button, 'click', async () => {
		await navigator.clipboard.writeText(button.dataset.copy);
		button.textContent = button.dataset.copied;
	});
});
})();
