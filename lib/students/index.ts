export { getStudent } from './get'
export { listStudents } from './list'
export { updateStudent } from './update'
