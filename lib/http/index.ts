export { readText } from './body'
export { defineRoute, type RouteDefinition, type RouteExports } from './define-route'
export { type Access, type Method, operation } from './operation'
export { Problem, problemResponse } from './problem'
