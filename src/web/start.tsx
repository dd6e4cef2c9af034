import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { whenSignedOut } from './client.ts'
import { startLanguage } from './i18n.ts'
import { queryClient } from './queries.ts'
import { makeRouter } from './router.tsx'
import type { Screen } from './screens.ts'
import { Theme } from './theme/Theme.tsx'

/** Draws the application with the screens that the modules offer. */
export async function start(screens: readonly Screen[]): Promise<void> {
  await startLanguage()
  const gallery: Screen[] = import.meta.env.DEV ? [{ path: '/_widgets', component: () => import('./gallery/Gallery.tsx') }] : []
  const router = makeRouter([...screens, ...gallery])
  whenSignedOut(() => {
    const { pathname, href } = router.state.location
    if (pathname === '/sign-in') return
    queryClient.clear()
    void router.navigate({ to: '/sign-in', search: { back: href } as never })
  })
  createRoot(document.getElementById('root')!).render(
    <QueryClientProvider client={queryClient}>
      <Theme>
        <RouterProvider router={router} />
      </Theme>
    </QueryClientProvider>,
  )
}
