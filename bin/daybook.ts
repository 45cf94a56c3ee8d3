#!/usr/bin/env node
import './resolve.ts'
import { resolve } from 'node:path'

// Imported only now: static imports would be resolved before the line above has run.
const { main } = await import('./main.ts')
process.chdir(resolve(import.meta.dirname, '..'))
// Next and the pool keep timers and sockets that would hold a finished process open.
process.exit(await main(process.argv.slice(2)))
