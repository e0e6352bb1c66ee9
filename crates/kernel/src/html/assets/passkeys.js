/* Wellkept: passkeys. A form with data-passkey gets the browser's answer and is sent as any other form. */
(() => {
'use strict';
const doc = document, keys = window.PublicKeyCredential;
if (!keys || !navigator.credentials) return;
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const named = list => (list ?? []).map(one => ({ ...one, id: bytes(one.id) }));
// Browsers before 2025 read and write no JSON here.
const creation = o => keys.parseCreationOptionsFromJSON?.(o) ?? { ...o, challenge: bytes(o.challenge), user: { ...o.user, id: bytes(o.user.id) }, excludeCredentials: named(o.excludeCredentials) };
const request = o => keys.parseRequestOptionsFromJSON?.(o) ?? { ...o, challenge: bytes(o.challenge), allowCredentials: named(o.allowCredentials) };
const told = made => {
	if (made.toJSON) return made.toJSON();
	const response = {};
	for (const part of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
		if (made.response[part]) response[part] = text(made.response[part]);
	}
	if (made.response.getTransports) response.transports = made.response.getTransports();
	return { id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: made.getClientExtensionResults() };
};
const send = (form, made) => {
	form.elements.answer.value = JSON.stringify(told(made));
	form.submit();
};
// Asked for when it is needed: what the server asks is good for five minutes.
const ask = async form => {
	if (!form.dataset.ask) return { ticket: form.elements.ticket.value, options: JSON.parse(form.dataset.options) };
	const body = new URLSearchParams({ _form: form.elements._form.value });
	const answer = await fetch(form.dataset.ask, { method: 'POST', credentials: 'same-origin', body });
	if (!answer.ok) throw new Error('not now');
	const { ticket, options } = await answer.json();
	return { ticket, options: JSON.parse(options) };
};
let offered; // what the browser offers beside the address, until the button is pressed

for (const form of doc.querySelectorAll('form[data-passkey]')) {
	const failed = form.querySelector('[data-passkey-failed]');
	form.hidden = false;
	doc.querySelectorAll('[data-passkey-none]').forEach(none => { none.hidden = true; });
	const go = async () => {
		failed.hidden = true;
		if (!form.reportValidity()) return;
		offered?.abort();
		try {
			const { ticket, options } = await ask(form);
			form.elements.ticket.value = ticket;
			send(form, form.dataset.passkey === 'new'
				? await navigator.credentials.create({ publicKey: creation(options) })
				: await navigator.credentials.get({ publicKey: request(options) }));
		} catch { failed.hidden = false; }
	};
	form.querySelector('[data-passkey-go]').addEventListener('click', go);
	form.addEventListener('submit', e => { e.preventDefault(); go(); });
	if (form.dataset.passkey !== 'sign-in') continue;
	const offer = async () => {
		if (!await keys.isConditionalMediationAvailable?.()) return;
		try {
			const { ticket, options } = await ask(form);
			offered?.abort();
			offered = new AbortController();
			const made = await navigator.credentials.get({ publicKey: request(options), mediation: 'conditional', signal: offered.signal });
			form.elements.ticket.value = ticket;
			send(form, made);
		} catch { /* another is asked for, or nobody chose one */ }
	};
	// Not beside a refusal: a key that answers by itself would be refused for ever.
	if (!doc.querySelector('.error-summary')) offer();
	// Before the five minutes are over.
	setInterval(() => doc.hidden || doc.querySelector('.error-summary') || offer(), 240000);
}
})();
