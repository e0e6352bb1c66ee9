// A mail server for the stories.
//   node mail.mjs [tls]
// Prints its port, then each letter it takes as a line of JSON, and ends when its standard input does. With "tls" it speaks
// TLS from the start, with a certificate that nobody vouches for. An address that begins with "later." is put off, one that
// begins with "never." is refused.

import { SMTPServer } from 'smtp-server'

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  secure: process.argv[2] === 'tls',
  onRcptTo({ address }, _, done) {
    const no = (code) => Object.assign(new Error('not now'), { responseCode: code })
    done(address.startsWith('later.') ? no(451) : address.startsWith('never.') ? no(550) : null)
  },
  onData(stream, { envelope }, done) {
    const parts = []
    stream.on('data', (part) => parts.push(part))
    stream.on('end', () => {
      console.log(JSON.stringify({ to: envelope.rcptTo.map((to) => to.address), from: envelope.mailFrom.address, raw: Buffer.concat(parts).toString('latin1') }))
      done()
    })
  },
})
server.on('error', () => {})
server.listen(0, '127.0.0.1', () => console.log(server.server.address().port))
process.stdin.on('end', () => process.exit(0)).resume()
