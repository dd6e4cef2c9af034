/** So many at a stroke, and so many a minute in the long run. */
export type Bucket = { readonly burst: number; readonly perMinute: number }

/** What one caller may ask of the server. Generous for people: a screen asks ten times at most, and nobody turns ten pages a second. */
export type Limits = {
  /** Reads and writes of one account. */
  readonly reads: Bucket
  readonly writes: Bucket
  /** Everything that comes unsigned from one address; an office may share one. */
  readonly unsigned: Bucket
  /** Signing in, and whatever else may be tried unsigned, from one address. */
  readonly attempts: Bucket
  /** Files of the application itself, from one address. */
  readonly files: Bucket
  /** Requests of one account (or unsigned address) at work at once; the rest wait their turn, so that one caller cannot take all. */
  readonly atOnce: number
  /** So many of one caller may wait; more are turned away. */
  readonly waiting: number
  /** A request that takes longer is given up. */
  readonly milliseconds: number
  /** The same for what sends a file up or down. */
  readonly fileMilliseconds: number
}

export const usualLimits: Limits = {
  reads: { burst: 600, perMinute: 600 }, writes: { burst: 120, perMinute: 120 }, unsigned: { burst: 240, perMinute: 240 }, attempts: { burst: 60, perMinute: 60 }, files: { burst: 3_000, perMinute: 3_000 },
  atOnce: 4, waiting: 60, milliseconds: 60_000, fileMilliseconds: 600_000,
}

/** Token buckets by key, in memory. A process forgets them when it ends. */
export class Buckets {
  readonly #held = new Map<string, { left: number; at: number; full: number }>()

  /** Takes one. In: whose bucket, its size, a clock in milliseconds that only goes forward. Out: 0, or the seconds until there is one again. */
  take(key: string, { burst, perMinute }: Bucket, now: number): number {
    const perMillisecond = perMinute / 60_000
    const known = this.#held.get(key)
    const left = known ? Math.min(burst, known.left + (now - known.at) * perMillisecond) : burst
    const taken = left >= 1
    this.#held.set(key, { left: taken ? left - 1 : left, at: now, full: now + (burst - left + 1) / perMillisecond })
    if (this.#held.size > 50_000) this.#forget(now)
    return taken ? 0 : Math.max(1, Math.ceil((1 - left) / perMillisecond / 1_000))
  }

  /** A bucket that is full again need not be remembered. Where all are in use the oldest go: an attacker with many addresses is not to fill the memory. */
  #forget(now: number): void {
    for (const [key, { full }] of this.#held) if (full <= now) this.#held.delete(key)
    for (const key of this.#held.keys()) {
      if (this.#held.size <= 40_000) break
      this.#held.delete(key)
    }
  }
}

/** Turns by key: at most so many at work at once, first come first served. */
export class Turns {
  readonly #callers = new Map<string, { working: number; queue: (() => void)[] }>()

  /** Waits for a turn. Out: what gives it back, or null where too many wait already. */
  async enter(key: string, atOnce: number, waiting: number): Promise<(() => void) | null> {
    const caller = this.#callers.get(key) ?? { working: 0, queue: [] }
    this.#callers.set(key, caller)
    if (caller.working < atOnce) caller.working += 1
    else if (caller.queue.length >= waiting) return null
    else await new Promise<void>((mine) => caller.queue.push(mine))
    let given = false
    return () => {
      if (given) return
      given = true
      const next = caller.queue.shift()
      // The turn is handed on as it is: nobody slips in between.
      if (next) next()
      else if ((caller.working -= 1) === 0) this.#callers.delete(key)
    }
  }
}
