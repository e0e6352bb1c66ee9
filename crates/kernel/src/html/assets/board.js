/* Wellkept: the board's sound. On once somebody has pressed the button, until the page is closed; remembered nowhere. */
(() => {
'use strict';
const button = document.querySelector('[data-sound]'), board = document.getElementById('main');
const talk = window.speechSynthesis, Sound = window.AudioContext;
if (!button || !board || !(talk || Sound)) return;
const calls = () => [...board.querySelectorAll('[data-call]')];
let heard = new Set(calls().map(li => li.dataset.call)), sound, on = false;
const chime = () => {
	if (!sound) return;
	[[660, 0], [523, .35]].forEach(([tone, after]) => {
		const bell = sound.createOscillator(), loud = sound.createGain(), at = sound.currentTime + after;
		bell.frequency.value = tone;
		loud.gain.setValueAtTime(.0001, at);
		loud.gain.exponentialRampToValueAtTime(.4, at + .03);
		loud.gain.exponentialRampToValueAtTime(.0001, at + .9);
		bell.connect(loud).connect(sound.destination);
		bell.start(at); bell.stop(at + 1);
	});
};
// A language without a voice would be read by another's: nobody understands that, the chime is enough.
const speaks = lang => { const voices = talk.getVoices(); return !voices.length || voices.some(v => v.lang.toLowerCase().startsWith(lang)); };
const say = li => talk && li.querySelectorAll('[data-say]').forEach(words => {
	if (!speaks(words.lang)) return;
	const spoken = new SpeechSynthesisUtterance(words.textContent);
	spoken.lang = words.lang; spoken.rate = .9;
	talk.speak(spoken);
});
new MutationObserver(() => {
	const fresh = calls().filter(li => !heard.has(li.dataset.call));
	fresh.forEach(li => heard.add(li.dataset.call));
	if (!on || !fresh.length) return;
	chime();
	setTimeout(() => fresh.reverse().forEach(say), 1200); // the one called first is said first
}).observe(board, { childList: true });
const off = button.textContent;
button.hidden = false;
button.addEventListener('click', () => {
	on = !on;
	button.setAttribute('aria-pressed', on);
	button.textContent = on ? button.dataset.on : off;
	if (on && Sound) { sound ||= new Sound(); sound.resume(); chime(); }
	if (!on && talk) talk.cancel();
});
})();
