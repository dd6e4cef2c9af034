declare module '*.css'
declare module 'virtual:messages/*' {
  const messages: Record<string, Record<string, string>>
  export default messages
}
interface ImportMeta {
  readonly env: { readonly DEV: boolean }
}
