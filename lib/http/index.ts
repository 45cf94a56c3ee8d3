export { readHookBody, readText } from './body'
export { answered, type DefinedHandler, defineRoute } from './define-route'
export { type Access, type Method, methods, type Operation, type OperationNotes, operation } from './operation'
export { Problem } from './problem'
