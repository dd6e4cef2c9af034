import { createRootRoute, createRoute, createRouter, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import type { Screen } from './screens.ts'
import { Shell } from './shell/Shell.tsx'
import { NoSuchPage, ScreenFault } from './shell/Fallbacks.tsx'

/** Makes the addresses of the application out of the modules' screens: bare ones alone, all others inside the shell. */
export function makeRouter(screens: readonly Screen[]) {
  const root = createRootRoute({ notFoundComponent: NoSuchPage })
  const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: () => <Shell screens={screens} /> })
  const routeOf = (screen: Screen, parent: AnyRoute) =>
    createRoute({
      getParentRoute: () => parent,
      path: screen.path,
      component: lazyRouteComponent(screen.component),
      ...(screen.validateSearch ? { validateSearch: screen.validateSearch } : {}),
    })
  const bare = screens.filter((screen) => screen.bare).map((screen) => routeOf(screen, root))
  const framed = screens.filter((screen) => !screen.bare).map((screen) => routeOf(screen, shell))
  const nowhere = createRoute({ getParentRoute: () => shell, path: '$', component: NoSuchPage })
  return createRouter({
    routeTree: root.addChildren([...bare, shell.addChildren([...framed, nowhere])]),
    defaultPreload: 'intent',
    defaultErrorComponent: ScreenFault,
    defaultNotFoundComponent: NoSuchPage,
    scrollRestoration: true,
  })
}
