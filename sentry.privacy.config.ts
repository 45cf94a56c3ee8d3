import type { BrowserOptions } from '@sentry/nextjs'

/**
 * What never leaves for Sentry, on the server and in the browser alike: people, cookies, bodies, query strings,
 * values of queries and of variables. The request id is enough to find the event in the trail.
 */
export const privacy = {
  dataCollection: {
    userInfo: false,
    cookies: false,
    httpBodies: [],
    urlQueryParams: false,
    databaseQueryData: false,
    stackFrameVariables: false,
    httpHeaders: { request: { allow: ['x-request-id', 'x-correlation-id', 'user-agent'] }, response: false },
  },
} satisfies BrowserOptions
