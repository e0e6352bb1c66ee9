// Who takes part in the day, and the small things everybody does in a browser.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './house.mjs';

const password = 'four lanterns over quiet water';
export const owner = { name: 'Sana Malik', email: 'sana@day.example', password };
export const hina = { name: 'Hina Tariq', email: 'hina@day.example', password, role: 'receptionist' };
export const bilal = { name: 'Dr Bilal Ahmed', email: 'bilal@day.example', password, role: 'doctor' };
export const zainab = { name: 'Zainab Qureshi', phone: '0300 1234567' };
export const yusuf = { name: 'Yusuf Rehman', phone: '0301 7654321' };

// Fills a form by the names of its fields.
export async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`[name="${name}"]:not([type=hidden])`).first();
    if (await field.evaluate(e => e.tagName === 'SELECT')) await field.selectOption(value);
    else await field.fill(value);
  }
}

export const choose = (page, legend, words) => page.getByRole('group', { name: legend }).getByRole('radio', { name: words }).check({ force: true });
export const line = (page, person) => page.locator('#list tbody tr', { hasText: person.name });

// Three patients with their history: Synthea's when they are beside the repository, else small ones made here.
export function bundles(folder) {
  const archive = join(root, '../shared/data/synthea-r4/synthea_r4_120.tar.zst');
  const files = mkdtempSync(join(folder, 'bundles.'));
  if (existsSync(archive)) {
    const three = execFileSync('tar', ['--zstd', '-tf', archive], { encoding: 'utf8' }).split('\n').filter(name => name.endsWith('.json')).slice(0, 3);
    execFileSync('tar', ['--zstd', '-xf', archive, '-C', files, ...three]);
    return { from: 'three Synthea patients', paths: three.map(name => join(files, name)), ...nameIn(three[1]) };
  }
  for (const [n, [given, family]] of [['Amal', 'Siddiqui'], ['Omar', 'Farooq'], ['Nadia', 'Iqbal']].entries()) {
    const patient = { resourceType: 'Patient', id: `made-${n}`, name: [{ use: 'official', given: [given], family }], gender: n === 1 ? 'male' : 'female', birthDate: `19${70 + n}-03-0${n + 1}` };
    const allergy = { resourceType: 'AllergyIntolerance', id: `allergy-${n}`, patient: { reference: `urn:uuid:made-${n}` }, code: { text: 'Penicillin' }, criticality: 'high', clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }] } };
    const entry = [patient, allergy].map(resource => ({ fullUrl: `urn:uuid:${resource.id}`, resource }));
    writeFileSync(join(files, `${given}_${family}.json`), JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }));
  }
  return { from: 'three patients made for the day; Synthea’s are not beside the repository', paths: readdirSync(files).map(name => join(files, name)), given: 'Omar', family: 'Farooq' };
}

// Synthea calls a file Given_Family_id.json.
const nameIn = file => { const [given, family] = file.split('_'); return { given, family }; };
