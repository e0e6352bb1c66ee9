// An installation of its own for the day: a folder, a port, a clock, and an end in any case.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const pause = ms => new Promise(done => setTimeout(done, ms));

// Asks again until it is so, or says what was waited for.
export async function until(what, ask, ms = 20_000) {
  for (const end = Date.now() + ms; Date.now() < end; await pause(150)) {
    const answer = await ask();
    if (answer) return answer;
  }
  throw new Error(`waited ${ms / 1000} s for: ${what}`);
}

const freePort = () => new Promise((done, failed) => {
  const server = createServer().on('error', failed).listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

// Shifts the clock to the coming Wednesday, 09:05 in Karachi (UTC+5, no summer time), whenever the day is run.
export function shiftToMorning(now = Date.now()) {
  const there = new Date(now + 5 * 3600e3);
  const midnight = Date.UTC(there.getUTCFullYear(), there.getUTCMonth(), there.getUTCDate() + ((3 - there.getUTCDay() + 7) % 7 || 7));
  return Math.round((midnight + (9 * 60 + 5) * 60e3 - there.getTime()) / 1000);
}

export class House {
  // `more(shift)` gives further flags of the program, for the seconds its clock is ahead.
  static async open(more = async () => []) {
    const program = process.env.WELLKEPT_BIN ?? join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug/wellkept');
    if (!existsSync(program)) throw new Error(`${program} is missing. Run: cargo build -p wellkept`);
    const house = new House();
    house.program = program;
    house.folder = mkdtempSync(join(tmpdir(), 'wellkept-day.'));
    chmodSync(house.folder, 0o711); // PostgreSQL runs under an account of its own
    house.port = await freePort();
    house.base = `http://localhost:${house.port}`;
    house.shift = shiftToMorning();
    house.said = '';
    house.more = await more(house.shift);
    process.once('exit', () => house.#end());
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
    await house.start();
    return house;
  }

  // What every command is told of this installation.
  told() { return ['--data-dir', join(this.folder, 'data'), '--base-url', this.base, '--clock-shift', `${this.shift}s`]; }

  // The letters that wait on the machine, as whoever runs it reads them.
  letters() { return execFileSync(this.program, ['letters', ...this.told()], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }); }

  async start() {
    // The surroundings may describe another installation (bin/test has one); this one is told everything itself.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(WELLKEPT_|DATABASE_URL$)/.test(name)));
    const told = ['serve', '--no-demo', ...this.told(), '--listen', `127.0.0.1:${this.port}`, ...this.more];
    this.process = spawn(this.program, told, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const pipe of [this.process.stdout, this.process.stderr]) pipe.on('data', text => { this.said = (this.said + text).slice(-20_000); });
    await until('the server to answer', async () => {
      if (this.process.exitCode !== null) throw new Error(`the server stopped:\n${this.said}`);
      return (await fetch(`http://127.0.0.1:${this.port}/healthz`).catch(() => null))?.ok;
    }, 120_000);
  }

  async killed() {
    const gone = new Promise(done => this.process.once('exit', done));
    this.process.kill('SIGKILL');
    await gone;
  }

  async close() {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const gone = new Promise(done => this.process.once('exit', done));
      this.process.kill('SIGTERM');
      await Promise.race([gone, pause(15_000)]);
    }
    this.#end();
  }

  #end() {
    this.process?.kill('SIGKILL');
    try {
      // PostgreSQL ends with its server; should it not, it is told to, if it is ours.
      const pid = readFileSync(join(this.folder, 'data/postgres/postmaster.pid'), 'utf8').split('\n')[0];
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(this.folder)) process.kill(Number(pid), 'SIGQUIT');
    } catch { /* it is gone, as it should be */ }
    if (this.folder) rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}
