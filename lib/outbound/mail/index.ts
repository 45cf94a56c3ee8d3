export { MailError } from './mail-error'
export { type Mail, type SentMail, sendMail } from './send-mail'
