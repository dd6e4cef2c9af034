import { z } from 'zod'
import { commonRefusals, statusOf } from '#platform/http/route.ts'
import type { AnyEndpoint } from './endpoint.ts'

type Json = Record<string, unknown>

/** A zod schema as JSON Schema 2020-12, which OpenAPI 3.1 speaks; named ones (`.meta({ id })`) become components. */
function schemaOf(schema: z.ZodType, components: Json, io: 'input' | 'output'): Json {
  const { $defs, $schema: _dialect, ...made } = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any', reused: 'inline' }) as Json & { $defs?: Json }
  for (const [name, definition] of Object.entries($defs ?? {})) components[name] = moved(definition)
  const id = (schema as { meta?: () => { id?: string } | undefined }).meta?.()?.id
  if (id && !made['$ref']) {
    const { id: _id, ...body } = moved(made) as Json
    components[id] = body
    return { $ref: `#/components/schemas/${id}` }
  }
  return moved(made) as Json
}

/** `#/$defs/Figure` → `#/components/schemas/Figure`, at any depth. */
function moved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moved)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) =>
    [key, key === '$ref' && typeof inner === 'string' ? inner.replace('#/$defs/', '#/components/schemas/') : moved(inner)]))
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query', components: Json): Json[] {
  if (!schema) return []
  const object = schemaOf(schema, components, 'input') as { properties?: Json; required?: string[] }
  return Object.entries(object.properties ?? {}).map(([name, inner]) => ({ name, in: place, required: place === 'path' || (object.required ?? []).includes(name), schema: inner }))
}

const answerOf = (codes: readonly string[]): Json => ({
  description: `A refusal: ${codes.join(', ')}`,
  content: { 'application/problem+json': { schema: { allOf: [{ $ref: '#/components/schemas/Refusal' }, { properties: { code: { enum: codes } } }] } } },
})

/** Codes by status. */
function byStatus(codes: readonly string[]): Record<string, string[]> {
  const answers: Record<string, string[]> = {}
  for (const code of [...new Set(codes)].sort()) (answers[statusOf(code)] ??= []).push(code)
  return answers
}

/** The refusals that any endpoint knows, named once: most endpoints add to one status only. */
const usual = { Open: byStatus(commonRefusals.filter((code) => !['signed-out', 'not-allowed'].includes(code))), Signed: byStatus(commonRefusals) }
const usualAnswers = (): Json =>
  Object.fromEntries(Object.entries(usual).flatMap(([who, answers]) => Object.entries(answers).map(([status, codes]) => [`${who}${status}`, answerOf(codes)])))

/** What an endpoint may refuse, as one answer a status, its codes a closed set. */
function refusalsOf(e: AnyEndpoint): Json {
  const who = e.open ? 'Open' : 'Signed'
  const common: Record<string, string[]> = usual[who]
  const answers = byStatus([...Object.values(common).flat(), ...e.refusals])
  return Object.fromEntries(Object.entries(answers).map(([status, codes]) =>
    [status, codes.join() === common[status]?.join() ? { $ref: `#/components/responses/${who}${status}` } : answerOf(codes)]))
}

/** The OpenAPI 3.1 document of these endpoints, in the order of their paths. Pure: the same endpoints give the same text. */
export function openApiOf(endpoints: readonly AnyEndpoint[], info: { title: string; version: string }): Json {
  const components: Json = {}
  const paths: Record<string, Json> = {}
  const order = [...endpoints].sort((a, b) => (a.path + a.method < b.path + b.method ? -1 : 1))
  for (const e of order) {
    const path = e.path.replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}')
    const media = e.file ?? 'application/json'
    const body = e.upload
      ? { requestBody: { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } } }
      : e.body ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(e.body, components, 'input') } } } } : {}
    ;(paths[path] ??= {})[e.method.toLowerCase()] = {
      summary: e.summary,
      security: e.open ? [] : [{ session: [] }],
      parameters: [...parametersOf(e.params, 'path', components), ...parametersOf(e.query, 'query', components)],
      ...body,
      responses: {
        200: { description: 'Done', content: { [media]: { schema: e.file ? { type: 'string', format: 'binary' } : schemaOf(e.out, components, 'output') } } },
        ...refusalsOf(e),
      },
    }
  }
  components['Refusal'] = {
    type: 'object', required: ['type', 'title', 'status', 'code', 'facts'],
    properties: {
      type: { type: 'string' }, title: { type: 'string', description: 'The sentence for people, in their language' }, status: { type: 'integer' },
      code: { type: 'string' }, facts: { type: 'object' }, field: { type: 'string' },
    },
  }
  const named = Object.fromEntries(Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1)))
  return { openapi: '3.1.0', info, paths, components: { schemas: named, responses: usualAnswers(), securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'qs_session' } } } }
}
