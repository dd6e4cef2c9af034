/**
 * The lines of a stream, asked for one at a time: what is not asked for waits in the pipe, and with it whoever writes.
 * (`node:readline` takes in a thousand lines before it lets the writer wait, and a line here is some hundred rows.)
 */
export async function* linesOf(stream: AsyncIterable<Buffer | string>): AsyncGenerator<string, void, void> {
  let parts: Buffer[] = []
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    let from = 0
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      const last = bytes.subarray(from, end)
      const line = parts.length === 0 ? last.toString('utf8') : Buffer.concat([...parts, last]).toString('utf8')
      parts = []
      from = end + 1
      yield line
    }
    if (from < bytes.length) parts.push(bytes.subarray(from))
  }
}
