export { getChain } from './get-chain'
