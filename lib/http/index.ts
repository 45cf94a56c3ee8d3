export { readHookBody, readText } from './body'
export { type DefinedHandler, defineRoute } from './define-route'
export { type Access, type Method, operation } from './operation'
export { isStillPermitted } from './permission'
