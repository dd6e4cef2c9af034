import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/**
 * scrypt at N 2^15, r 8, p 3 (an equal of OWASP's password storage cheat sheet): 32 MB and about 200 ms a try on two small cores.
 * The numbers stand in each hash, so that they can be raised for new ones.
 */
const cost = { N: 32_768, r: 8, p: 3 }

function derive(password: string, salt: Buffer, { N, r, p }: typeof cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Composed and decomposed letters are one password, however the keyboard sends them (RFC 8265, 4.2.2).
    scrypt(password.normalize('NFKC'), salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

/** `scrypt$N$r$p$salt$hash` of a password, with a new salt. Runs beside the event loop. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** Stands in where no account has the name, so that the answer takes the same time. No password has this hash. */
const nobody = ['scrypt', cost.N, cost.r, cost.p, Buffer.alloc(16).toString('base64url'), Buffer.alloc(32).toString('base64url')].join('$')

/** True where the password is the hash's. With no hash: false, after the same time. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const [, N, r, p, salt, key] = (hash ?? nobody).split('$') as [string, string, string, string, string, string]
  const expected = Buffer.from(key, 'base64url')
  const derived = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) })
  return timingSafeEqual(derived, expected) && hash !== null
}
