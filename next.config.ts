import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: false,
  // Tests build into a folder of their own, so that a running instance keeps its build.
  distDir: process.env.DAYBOOK_DIST_DIR || '.next',
  serverExternalPackages: [
    '@node-rs/argon2',
    '@redis/client',
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

export default config
