import type pg from 'pg'

/**
 * How a connection taken from the pool is given back: `broken` destroys it, since one that does not answer must
 * not be used again. Only the first call counts, so that a time limit and the work it ends may both call it.
 */
export function onceGivenBack(client: pg.PoolClient): (state: 'usable' | 'broken') => void {
  // A lost connection also fails the query that is running, which is where it is reported.
  const ignore = () => {}
  client.on('error', ignore)
  let isGiven = false
  return (state) => {
    if (isGiven) return
    isGiven = true
    client.release(state === 'broken')
    client.off('error', ignore)
  }
}
