import type { Refusal } from '#kernel/refusal.ts'

/** A reply of kind `application/problem+json` (RFC 9457) read as a refusal. */
export type Problem = Refusal & { readonly detail?: string; readonly title?: string }

/**
 * Reads a refused reply. In: the response. Out: the refusal, or null where the body is none (a proxy's page, a fault).
 * The server names the rule in `refused` or `code`; `facts` fill the sentence; `field` names the field it is about.
 */
export async function readProblem(response: Response): Promise<Problem | null> {
  if (!/json/.test(response.headers.get('Content-Type') ?? '')) return null
  try {
    const body = (await response.json()) as Record<string, unknown>
    const code = body['refused'] ?? body['code']
    if (typeof code !== 'string') return null
    return {
      refused: code,
      facts: (body['facts'] ?? {}) as Refusal['facts'],
      ...(typeof body['field'] === 'string' ? { field: body['field'] } : {}),
      ...(typeof body['title'] === 'string' ? { title: body['title'] } : {}),
      ...(typeof body['detail'] === 'string' ? { detail: body['detail'] } : {}),
    }
  } catch {
    return null
  }
}
