/**
 * Reads the steps of a long piece of work as they happen.
 * In: a response whose body is NDJSON (`application/x-ndjson`) or server-sent events (`text/event-stream`). Out: each line as an object.
 * Leaving the loop stops reading and closes the connection.
 */
export async function* readProgress<T>(response: Response): AsyncGenerator<T> {
  if (!response.body) return
  const events = /event-stream/.test(response.headers.get('Content-Type') ?? '')
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  try {
    for (;;) {
      const { value, done } = await reader.read()
      const lines = (rest + (value ?? '')).split('\n')
      rest = done ? '' : lines.pop()!
      for (const line of lines) {
        const text = events ? (line.startsWith('data:') ? line.slice(5) : '') : line
        if (text.trim() !== '') yield JSON.parse(text) as T
      }
      if (done) return
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}
