/* Wellkept: a little work before the next try to sign in. Page and worker in one file; nothing is asked of anybody.
   Without this script a code by e-mail does the same. */
(() => {
'use strict';
// SHA-256: the browser's own is not there over plain http, and slow for many short texts.
const K = [], H = [];
for (let n = 2; K.length < 64; n++) {
	let prime = true;
	for (let i = 2; i * i <= n; i++) if (n % i === 0) prime = false;
	if (!prime) continue;
	const bits = x => ((x - Math.floor(x)) * 4294967296) | 0;
	if (H.length < 8) H.push(bits(Math.sqrt(n)));
	K.push(bits(Math.cbrt(n)));
}
const W = new Int32Array(64);
const block = (state, bytes, from) => {
	for (let i = 0; i < 16; i++, from += 4) W[i] = bytes[from] << 24 | bytes[from + 1] << 16 | bytes[from + 2] << 8 | bytes[from + 3];
	for (let i = 16; i < 64; i++) {
		const a = W[i - 15], b = W[i - 2];
		W[i] = W[i - 16] + W[i - 7] + ((a >>> 7 | a << 25) ^ (a >>> 18 | a << 14) ^ a >>> 3) + ((b >>> 17 | b << 15) ^ (b >>> 19 | b << 13) ^ b >>> 10);
	}
	let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
	for (let i = 0; i < 64; i++) {
		const one = h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + K[i] + W[i] | 0;
		const two = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c) | 0;
		h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
	}
	return [a + state[0] | 0, b + state[1] | 0, c + state[2] | 0, d + state[3] | 0, e + state[4] | 0, f + state[5] | 0, g + state[6] | 0, h + state[7] | 0];
};
// A challenge is longer than one block of 64 bytes, so the first is worked once. Up to 31 zero bits at the front are asked for.
const look = (challenge, bits, from, tries) => {
	const bytes = new Uint8Array(128), head = `${challenge}.`;
	const put = (text, at) => { for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i); };
	put(head, 0);
	const first = block(H, bytes, 0);
	for (let n = from; n < from + tries; n++) {
		const digits = String(n), long = head.length + digits.length;
		put(digits, head.length);
		bytes.fill(0, long);
		bytes[long] = 128;
		bytes[126] = long >> 5;
		bytes[127] = long << 3;
		if (block(first, bytes, 64)[0] >>> (32 - bits) === 0) return n;
	}
	return -1;
};
if (typeof document === 'undefined') {
	self.onmessage = ({ data: [challenge, bits] }) => {
		for (let from = 0, n = -1; ; from += 50000) if ((n = look(challenge, bits, from, 50000)) >= 0) return self.postMessage(n);
	};
	return;
}
const mine = document.currentScript.src;
// One address, this file's: the page's policy lets no other script be made.
const address = window.trustedTypes?.createPolicy('work', { createScriptURL: () => mine }).createScriptURL('') ?? mine;
document.querySelectorAll('[data-work]').forEach(part => {
	const form = part.closest('form'), answer = part.querySelector('input[name=worked]'), note = part.querySelector('[data-working]');
	const challenge = part.dataset.work, bits = Number(part.dataset.bits);
	let waiting;
	note.textContent = note.dataset.working;
	const done = n => {
		answer.value = n;
		note.textContent = note.dataset.done;
		if (waiting) form.requestSubmit();
	};
	// Sent before it is done: it goes by itself when it is.
	form.addEventListener('submit', e => {
		// A code by letter, asked for or typed, needs no work.
		if (answer.value || e.submitter?.name || form.elements.sign_in_code?.value) return;
		e.preventDefault();
		e.stopImmediatePropagation();
		waiting = true;
		note.textContent = note.dataset.waiting;
	}, true);
	const here = from => {
		const n = look(challenge, bits, from, 5000);
		if (n >= 0) done(n); else setTimeout(here, 0, from + 5000);
	};
	try {
		const worker = new Worker(address);
		worker.onmessage = e => { worker.terminate(); done(e.data); };
		worker.onerror = () => here(0);
		worker.postMessage([challenge, bits]);
	} catch { here(0); }
});
})();
