// A clinic's directory for the stories: oidc-provider, certified by the OpenID Foundation, with its own sign-in form.
//   node directory.mjs MILLISECONDS     its clock stands still there
//   node directory.mjs +MILLISECONDS    its clock runs, so much ahead
// Prints the address it serves at and ends when its standard input does. Programs register themselves at /reg.
//
// Whoever signs in as NAME@DOMAIN has that address, with any password. ID/NAME@DOMAIN says under which id the directory
// knows them. The address of a NAME that begins with "unproven." was never verified; a NAME with "+code" in it showed a
// one-time code beside the password.

import { createServer } from 'node:http'

const given = process.argv[2]
const real = Date.now
const now = given.startsWith('+') ? () => real() + Number(given) : () => Number(given)

// The stories stand still at a time of their own, and a token of another time is refused.
globalThis.Date = class extends Date {
  constructor(...given) {
    super(...(given.length ? given : [now()]))
  }
  static now() {
    return now()
  }
}

const { Provider } = await import('oidc-provider')

const person = (account) => {
  const [id, email] = account.includes('/') ? account.split('/') : [`id-${account}`, account]
  return { sub: id, email, email_verified: !email.startsWith('unproven.'), name: email.split('@')[0] }
}

const server = createServer()
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const issuer = `http://127.0.0.1:${server.address().port}`

const provider = new Provider(issuer, {
  claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], profile: ['name'] },
  features: { registration: { enabled: true } },
  findAccount: (_, account) => ({ accountId: account, claims: () => person(account) }),
  pkce: { required: () => true },
})

// Its own form asks for a password only; this is how a directory says that it saw more.
const finish = provider.interactionFinished.bind(provider)
provider.interactionFinished = (request, response, result, options) => {
  if (result.login) result.login.amr = result.login.accountId.includes('+code') ? ['pwd', 'otp'] : ['pwd']
  return finish(request, response, result, options)
}

server.on('request', provider.callback())
process.stdin.on('end', () => process.exit(0)).resume()
console.log(issuer)
