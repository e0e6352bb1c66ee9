// Second factors in a browser: a passkey from a virtual authenticator, and an app's codes.
import { createHmac } from 'node:crypto';

// A device of its own for this page, which verifies its person; `touch` says whether somebody touches it at once.
export async function device(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options });
  return {
    touch: enabled => cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
    refuse: refused => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: !refused }),
    keys: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    // A copy of the key that was made earlier shows a lower counter.
    rewind: async () => {
      const [key] = (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
      await cdp.send('WebAuthn.removeCredential', { authenticatorId, credentialId: key.credentialId });
      await cdp.send('WebAuthn.addCredential', { authenticatorId, credential: { ...key, signCount: 0 } });
    },
  };
}

// What an app shows for a secret at a time (RFC 6238).
export function code(secret, at) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/\s/g, '')].map(letter => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', key).update(step).digest();
  const from = mac.at(-1) & 15;
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1e6).padStart(6, '0');
}
