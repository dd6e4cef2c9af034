import type { Question } from '../question.ts'

/** How many answers are kept, and how many rows they may have together. */
const [mostAnswers, mostRows] = [2_000, 200_000]

/**
 * Answers given before, the least lately used thrown away first. An answer at a journal number is the same for ever, so what is kept
 * here is never stale: the number is in its key.
 */
export class Kept {
  readonly #answers = new Map<string, { answer: unknown; rows: number }>()
  #rows = 0
  /** What is being worked out just now: whoever asks the same meanwhile waits for it, and works it out herself where it fails. */
  readonly #asking = new Map<string, Promise<unknown>>()

  /** The answer of `work`, or the one it gave before. `question` names everything that it depends on. Lists are handed out as copies. */
  async answer<T>(question: { what: string; n: number; q: Question; more?: unknown }, work: () => Promise<T>): Promise<T> {
    const key = JSON.stringify(question, (name, value: unknown) => (name === 'asOf' ? undefined : typeof value === 'bigint' ? String(value) : value))
    const found = this.#answers.get(key)
    if (found) {
      this.#answers.delete(key)
      this.#answers.set(key, found)
      return copy(found.answer as T)
    }
    const asking = this.#asking.get(key) as Promise<T> | undefined
    if (asking) return asking.then(copy, work)
    const working = work()
    this.#asking.set(key, working)
    const answer = await working.finally(() => this.#asking.delete(key))
    const rows = Array.isArray(answer) ? answer.length + 1 : 1
    if (rows <= mostRows / 10) {
      if (!this.#answers.has(key)) this.#rows += rows
      this.#answers.set(key, { answer, rows })
      for (const [oldest, { rows: its }] of this.#answers) {
        if (this.#answers.size <= mostAnswers && this.#rows <= mostRows) break
        this.#answers.delete(oldest)
        this.#rows -= its
      }
    }
    return copy(answer)
  }

  clear(): void {
    this.#answers.clear()
    this.#rows = 0
  }
}

const copy = <T>(answer: T): T => (Array.isArray(answer) ? ([...(answer as unknown[])] as T) : { ...answer })
