export {
  type Actor,
  type Context,
  currentContext,
  isSampleActor,
  runInContext,
  systemContext,
  withActor,
} from './context'
export { type Role, roleIncludes, type Scope, scopes } from './contract'
export { closeRequest, openRequest, requestNumberHeader, tellRequestCaller } from './request-caller'
