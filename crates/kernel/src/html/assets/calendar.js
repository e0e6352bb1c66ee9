/* Wellkept: a visit is taken and put elsewhere in the day. The page works without; this sends the form of moving. */
(() => {
'use strict';
const doc = document, form = doc.getElementById('drop')?.content.firstElementChild, STEP = 5;
let taken, grip = 0, seen = [0, 0];
const column = e => e.target.closest?.('[data-takes]');
const rows = day => parseFloat(getComputedStyle(day).gridAutoRows);
const first = () => Number(doc.querySelector('.cal').className.match(/from(\d+)/)[1]);
const at = (col, y) => {
	const day = col.querySelector('.cal__day'), row = Math.max(0, Math.round((y - day.getBoundingClientRect().top) / rows(day)));
	const minute = first() * 60 + row * STEP, two = n => String(n).padStart(2, '0');
	return `${col.dataset.day}T${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
};
const over = col => doc.querySelectorAll('.is-over').forEach(one => one === col || one.classList.remove('is-over'));
const ready = () => {
	doc.querySelectorAll('[data-moves]').forEach(one => { one.draggable = true; });
	// What changed elsewhere leaves the page where it was.
	doc.querySelector('.cal')?.scrollTo(...seen);
};
doc.addEventListener('scroll', e => { if (e.target.matches?.('.cal')) seen = [e.target.scrollLeft, e.target.scrollTop]; }, true);
new MutationObserver(ready).observe(doc.getElementById('calendar'), { childList: true });
doc.addEventListener('dragstart', e => {
	const block = e.target.closest?.('[data-moves]');
	taken = block?.dataset.moves;
	if (!taken) return;
	grip = e.clientY - block.getBoundingClientRect().top;
	e.dataTransfer.effectAllowed = 'move';
	e.dataTransfer.setData('text/plain', taken);
});
doc.addEventListener('dragover', e => {
	const col = column(e);
	over(col);
	if (!taken || !col) return;
	e.preventDefault();
	col.classList.add('is-over');
});
doc.addEventListener('dragend', () => { taken = undefined; over(); });
doc.addEventListener('drop', e => {
	const col = column(e);
	if (!taken || !col) return;
	e.preventDefault();
	form.action = `/appointments/${taken}/move`;
	form.elements.at.value = at(col, e.clientY - grip);
	for (const what of ['practitioner', 'room']) form.elements[what].value = what === col.dataset.takes ? col.dataset.id : '';
	doc.body.append(form);
	form.requestSubmit();
});
// The day opens where it stands now.
const cal = doc.querySelector('.cal'), now = cal?.querySelector('.is-shown .now, .now');
if (now) seen[1] = now.offsetTop - cal.clientHeight / 3;
ready();
// Arrows go from visit to visit, and from column to column.
doc.addEventListener('keydown', e => {
	const here = e.target.closest?.('.cal__day a');
	if (!here || e.ctrlKey || e.metaKey || e.altKey || !e.key.startsWith('Arrow')) return;
	const cols = [...doc.querySelectorAll('.cal__col')], col = here.closest('.cal__col'), links = [...col.querySelectorAll('.cal__day a')];
	const on = e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : 0, side = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0;
	let to = links[links.indexOf(here) + on];
	if (side) {
		const other = cols[cols.indexOf(col) + (doc.documentElement.dir === 'rtl' ? -side : side)], top = here.getBoundingClientRect().top;
		const far = a => Math.abs(a.getBoundingClientRect().top - top);
		to = other && [...other.querySelectorAll('.cal__day a')].sort((a, b) => far(a) - far(b))[0];
	}
	e.preventDefault();
	to?.focus();
});
})();
