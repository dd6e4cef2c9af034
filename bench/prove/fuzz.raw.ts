import { connect } from 'node:net'
import type { Random } from '../../test/support/people.ts'

const lines: readonly string[] = [
  'x-a: b\0c', 'x-a: b\rset-cookie: c', 'x-a b', ': x', 'x-a\0: b', 'host: [', 'host: a b', 'host: ///', 'host: ', `x-a: ${'x'.repeat(20_000)}`, 'content-length: -1', 'content-length: 99999999999999999999', 'content-length: 3\r\ncontent-length: 4',
  'transfer-encoding: chunked\r\ncontent-length: 3', 'transfer-encoding: x', 'cookie: qs_session=\x01', 'idempotency-key: \x7f', 'expect: 100-continue', 'expect: tea', 'upgrade: websocket\r\nconnection: upgrade', ...Array.from({ length: 3 }, (_, i) => Array.from({ length: 900 * (i + 1) }, (_, j) => `x-${j}: y`).join('\r\n')),
]
const targets: readonly string[] = ['/api/persons', '/api/persons?q=%', '/api/persons?q=%zz', '/api/persons/%c0%af', '/api/../api/me', '//api/me', '/api/me%00', '/%2e%2e/%2e%2e/etc/passwd', '/assets/..%2f..%2fpackage.json', 'http://[/api/me', 'http://a/api/me', '*', '/api/me#x', '/r/%ff', '/api/persons/\xff', `/${'a'.repeat(30_000)}`, `/api/persons?${'q=1&'.repeat(3_000)}`, '/\\..\\..\\', '/api/me\x01']
const methods: readonly string[] = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT', 'PATCH', 'get', 'G\0T', '']

/** What no client lets one send: bytes on a socket. Answers the status, or 0 where the server hung up without one. */
export async function sendRaw(port: number, cookie: string, draw: Random): Promise<{ said: string; status: number }> {
  const said = `${draw.of(methods)} ${draw.of(targets)} HTTP/${draw.of(['1.1', '1.1', '1.1', '1.0', '9.9'])}\r\nhost: localhost\r\ncookie: ${cookie}\r\n${draw.of(lines)}\r\nconnection: close\r\n\r\n${draw.of(['', '{}', '\0', 'x'.repeat(100)])}`
  return new Promise((done) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.end(said, 'latin1'))
    const end = () => {
      socket.destroy()
      done({ said: JSON.stringify(said.slice(0, 300)), status: Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0) })
    }
    socket.setTimeout(10_000, end)
    socket.on('data', (chunk) => (answer.length < 100 ? (answer += chunk.toString('latin1')) : undefined))
    socket.once('close', end)
    socket.on('error', () => {})
  })
}
