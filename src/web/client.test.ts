import { describe, expect, test } from 'vitest'
import { address } from './client.ts'
import { readProblem } from './problem.ts'
import { readProgress } from './progress.ts'
import { uuidv7 } from './uuid.ts'

describe('addresses of the API', () => {
  test.each([
    [{}, '/api/persons'],
    [{ q: 'zgf', page: 2 }, '/api/persons?q=zgf&page=2'],
    [{ q: '', unit: null, level: undefined }, '/api/persons'],
    [{ hardship: ['low-income', 'veteran'] }, '/api/persons?hardship=low-income&hardship=veteran'],
    [{ q: '周 桂&芳' }, '/api/persons?q=%E5%91%A8+%E6%A1%82%26%E8%8A%B3'],
  ])('%o', (query, text) => expect(address('/api/persons', query)).toBe(text))
})

describe('what the server says no with', () => {
  const reply = (body: unknown, type = 'application/problem+json') => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status: 422, headers: { 'Content-Type': type } })
  test('a refusal with its facts and its field', async () => {
    expect(await readProblem(reply({ type: 'urn:x', title: 'Too old', status: 422, code: 'birth-in-future', facts: { day: '2030-01-01' }, field: 'birth' }))).toEqual({
      refused: 'birth-in-future', facts: { day: '2030-01-01' }, field: 'birth', title: 'Too old',
    })
  })
  test.each([
    ['a page of a proxy', '<h1>502</h1>', 'text/html'],
    ['broken JSON', '{', 'application/json'],
    ['no code', { title: 'x' }, 'application/problem+json'],
  ])('%s is no refusal', async (_name, body, type) => expect(await readProblem(reply(body, type))).toBeNull())
})

describe('steps of long work', () => {
  const streamed = (chunks: string[], type: string) => new Response(new ReadableStream({ start: (controller) => { for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk)); controller.close() } }), { headers: { 'Content-Type': type } })
  test.each([
    ['lines cut anywhere', ['{"ro', 'ws":1}\n{"rows":2}\n', '{"rows":3}'], 'application/x-ndjson'],
    ['events', ['data: {"rows":1}\n\n: still here\n\ndata:{"rows":2}\n\n', 'data: {"rows":3}\n\n'], 'text/event-stream'],
  ])('%s', async (_name, chunks, type) => {
    const seen: { rows: number }[] = []
    for await (const step of readProgress<{ rows: number }>(streamed(chunks, type))) seen.push(step)
    expect(seen.map(({ rows }) => rows)).toEqual([1, 2, 3])
  })
})

test('the identity of a write is a UUIDv7, later ones sort later', async () => {
  const first = uuidv7()
  await new Promise((resolve) => setTimeout(resolve, 3))
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(uuidv7() > first).toBe(true)
})
