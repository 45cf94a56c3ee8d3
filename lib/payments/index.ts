export { listPayments } from './list'
