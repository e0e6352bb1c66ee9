// What is held against every page: accessibility, width, targets for fingers, silence of the console, no strangers.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
export const phone = { width: 360, height: 740 }, desk = { width: 1280, height: 800 };

export class Eye {
  constructor(base, folder) {
    this.base = base;
    this.folder = folder;
    this.troubles = [];
    this.looks = 0;
    if (folder) mkdirSync(folder, { recursive: true });
  }

  say(where, what) { this.troubles.push(`${where}: ${what}`); }

  taken() { return this.troubles.splice(0); }

  // Everything a context's pages ask for and complain about. `page.expected` holds what a step provokes on purpose.
  watch(context, who) {
    context.on('page', page => {
      page.setDefaultTimeout(15_000);
      page.expected = [];
      const where = () => `${who} ${page.url().replace(this.base, '')}`;
      const heard = text => page.expected.some(one => text.includes(one)) || this.say(where(), text);
      page.on('console', m => ['error', 'warning'].includes(m.type()) && heard(`console: ${m.text()}`));
      page.on('pageerror', e => heard(`script: ${e.message}`));
      page.on('dialog', d => d.accept());
      page.on('request', r => {
        if (/^https?:/.test(r.url()) && new URL(r.url()).origin !== this.base) this.say(where(), `asks a stranger: ${r.url()}`);
      });
    });
    // A violation is told to the console too; this names the directive.
    return context.addInitScript(() => addEventListener('securitypolicyviolation', e => console.error(`CSP ${e.violatedDirective}: ${e.blockedURI}`)));
  }

  // Holds the page against everything at both widths and back; takes pictures under the name.
  async look(page, name, { widths = [phone, desk], axe: withAxe = true, picture = true } = {}) {
    // Words can be there before the style sheet is.
    await page.waitForLoadState('load');
    const before = page.viewportSize();
    for (const size of widths) {
      if (page.viewportSize().width !== size.width) await page.setViewportSize(size);
      const where = `${name} at ${size.width}`;
      this.looks++;
      for (const wrong of await page.evaluate(shape, size.width <= 360)) this.say(where, wrong);
      if (withAxe) for (const wrong of await this.#axe(page)) this.say(where, wrong);
      if (picture && this.folder) await page.screenshot({ path: join(this.folder, `${name}-${size.width}.png`), fullPage: true });
    }
    if (page.viewportSize().width !== before.width) await page.setViewportSize(before);
  }

  async #axe(page) {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(tags => window.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }), rules);
    return violations.flatMap(v => v.nodes.slice(0, 3).map(n => `axe ${v.id}: ${n.target.join(' ')} ${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? v.help}`));
  }
}

// Runs in the page, without promises, so that it also works where scripts are off.
function shape(onPhone) {
  const wrong = [], root = document.documentElement;
  if (root.scrollWidth > innerWidth) {
    const wide = [...document.querySelectorAll('main *')].find(e => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1);
    wrong.push(`wider than the screen: ${root.scrollWidth} > ${innerWidth} (${wide?.outerHTML.slice(0, 120)})`);
  }
  if (document.querySelectorAll('h1').length !== 1) wrong.push(`${document.querySelectorAll('h1').length} first headings`);
  // A word in braces or with hyphens where a sentence belongs is a key nobody translated.
  const raw = document.body.innerText.match(/\{ ?\$\w+ ?\}|(?:^|\s)(?:today|booking|chart|note|billing|phone|trail|messages|import|start|team|shell|form|field|account|factors|passkey|codes)-[a-z]+(?:-[a-z]+)*(?=\s|$)/);
  if (raw) wrong.push(`an untranslated key: ${raw[0].trim()}`);
  if (!onPhone) return wrong;
  const shown = e => e.checkVisibility?.({ visibilityProperty: true }) !== false && !e.closest('.vh, .skip') && e.getClientRects().length;
  for (const e of document.querySelectorAll('a[href], button, summary, select, textarea, input:not([type=hidden])')) {
    if (!shown(e)) continue;
    // In running text a link may be as high as its line.
    if (e.matches('a') && getComputedStyle(e).display === 'inline' && e.parentElement.innerText.trim().length > e.innerText.trim().length + 1) continue;
    const boxes = [e, ...(/radio|checkbox/.test(e.type) ? e.labels : [])].flatMap(x => [...x.getClientRects()]);
    const high = Math.max(...boxes.map(b => b.bottom)) - Math.min(...boxes.map(b => b.top));
    const wide = Math.max(...boxes.map(b => b.right)) - Math.min(...boxes.map(b => b.left));
    if (high < 43.5 || wide < 43.5) wrong.push(`too small for a finger: ${Math.round(wide)}x${Math.round(high)} ${e.outerHTML.slice(0, 110)}`);
  }
  return wrong;
}
