import type { NextConfig } from 'next'
import packageJson from './package.json' with { type: 'json' }

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: false,
  // Tests build into a folder of their own, so that a running instance keeps its build.
  distDir: process.env.DAYBOOK_DIST_DIR || '.next',
  // Sentry is loaded at run time, once for all bundles, and only where it is switched on.
  serverExternalPackages: [
    '@node-rs/argon2',
    '@redis/client',
    '@sentry/nextjs',
    'pg',
    'pg-boss',
    'pino',
    'pino-pretty',
    'rate-limiter-flexible',
  ],
  // `npm test` checks the types; somebody who starts Daybook need not wait for it.
  typescript: { ignoreBuildErrors: true },
  experimental: { authInterrupts: true, optimizePackageImports: ['lucide-react', 'radix-ui', 'recharts'] },
}

/** Source maps are made and uploaded only with a token; without one no line of Sentry's takes part in the build. */
async function withSourceMaps(): Promise<NextConfig> {
  const { SENTRY_AUTH_TOKEN, SENTRY_ORG, SENTRY_PROJECT, DAYBOOK_RELEASE } = process.env
  if (!SENTRY_AUTH_TOKEN) return config
  const { withSentryConfig } = await import('@sentry/nextjs/config')
  const made = withSentryConfig(config, {
    authToken: SENTRY_AUTH_TOKEN,
    ...(SENTRY_ORG ? { org: SENTRY_ORG } : {}),
    ...(SENTRY_PROJECT ? { project: SENTRY_PROJECT } : {}),
    release: { name: DAYBOOK_RELEASE || packageJson.version },
    sourcemaps: { deleteSourcemapsAfterUpload: true },
    telemetry: false,
    // Traces are the server's (sentry.client.config.ts).
    suppressOnRouterTransitionStartWarning: true,
  })
  // It would write the key of the server's project into every page, for traces that no browser continues.
  return { ...made, experimental: { ...made.experimental, clientTraceMetadata: [] } }
}

export default withSourceMaps
