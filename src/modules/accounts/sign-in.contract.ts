import { z } from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'

/** Where a sign-in stands: `in`, or which step comes next: a code of the second factor, setting one up, a new password; `out`: name and password first. */
export const signInSteps = ['in', 'factor', 'enrol', 'password'] as const
export type SignInStep = (typeof signInSteps)[number]

const named = z.object({ name: z.string(), displayName: z.string() })
const stepped = z.object({ account: named, next: z.enum(signInSteps) })
const done = z.object({ done: z.literal(true) })
/** At least 12, counted after NFKC; the rules are said by the refusals `password-short`, `password-long`, `password-common`, `password-personal`. */
export const newPassword = z.string().min(1).max(1_000)
/** Six digits of the authenticator, or one of the recovery codes; spaces and hyphens do not matter. */
export const factorCode = z.string().min(1).max(40)
/** What an authenticator takes in: as a link (drawn as a QR code) and as text to type, in groups of four. */
export const enrolment = z.object({ uri: z.string().meta({ description: 'otpauth://totp/…' }), secret: z.string().meta({ description: 'the same secret in base32, in groups of four' }) })
export const recoveryCodes = z.array(z.string()).meta({ description: 'shown this once; each works once' })
export const passwordRefusals = ['password-short', 'password-long', 'password-common', 'password-personal', 'password-same'] as const
export const factorRefusals = ['factor-wrong', 'factor-wait'] as const

export const signInState = endpoint({
  method: 'GET', path: '/api/sign-in', open: true,
  summary: 'Where the sign-in of this browser stands: for a page that was loaded anew between two steps',
  out: z.object({ account: named.nullable(), next: z.enum([...signInSteps, 'out']) }), refusals: [],
})
export const signIn = endpoint({
  method: 'POST', path: '/api/sign-in', open: true, audit: 'accounts.sign-in',
  summary: 'Name or phone, and password: sets the session cookie. `next` says which step comes; until it is `in` nothing else answers',
  body: z.object({ name: z.string().min(1).max(80), password: z.string().min(1).max(1_000) }),
  out: stepped, refusals: ['sign-in-wrong', 'sign-in-wait', 'sign-in-no-unit', 'account-unused'],
})
export const signInFactor = endpoint({
  method: 'POST', path: '/api/sign-in/factor', open: true, audit: 'accounts.sign-in-factor',
  summary: 'The code of the second factor, or a recovery code', body: z.object({ code: factorCode }), out: stepped, refusals: ['signed-out', ...factorRefusals],
})
export const signInEnrol = endpoint({
  method: 'POST', path: '/api/sign-in/enrol', open: true, audit: 'accounts.sign-in-enrol',
  summary: 'Begins to set up the second factor that this account must have', out: enrolment, refusals: ['signed-out'],
})
export const signInEnrolConfirm = endpoint({
  method: 'POST', path: '/api/sign-in/enrol/confirm', open: true, audit: 'accounts.sign-in-enrolled',
  summary: 'The first code of the new second factor; answers the recovery codes', body: z.object({ code: factorCode }),
  out: stepped.extend({ recoveryCodes }), refusals: ['signed-out', ...factorRefusals],
})
export const signInPassword = endpoint({
  method: 'POST', path: '/api/sign-in/password', open: true, audit: 'accounts.sign-in-password',
  summary: 'A new password, where the old one is no longer good enough', body: z.object({ password: newPassword }), out: stepped, refusals: ['signed-out', ...passwordRefusals],
})
export const readLink = endpoint({
  method: 'POST', path: '/api/first-password/look', open: true, audit: 'accounts.link-look',
  summary: 'Whose a one-time link is. The token stands behind the # of /first-password#token, so that it never reaches a log', body: z.object({ token: z.string().min(1).max(100) }),
  out: z.object({ account: named, expiresAt: z.string() }), refusals: ['link-over'],
})
export const useLink = endpoint({
  method: 'POST', path: '/api/first-password', open: true, audit: 'accounts.first-password',
  summary: 'Sets the password by a one-time link and ends all sessions; sign in with it afterwards', body: z.object({ token: z.string().min(1).max(100), password: newPassword }),
  out: z.object({ account: named }), refusals: ['link-over', ...passwordRefusals],
})
export const signOut = endpoint({ method: 'POST', path: '/api/sign-out', open: true, audit: 'accounts.sign-out', summary: 'Ends the session', out: done, refusals: [] })
export const signInEndpoints = [signInState, signIn, signInFactor, signInEnrol, signInEnrolConfirm, signInPassword, readLink, useLink, signOut]
