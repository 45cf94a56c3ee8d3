'use client'

import { Eye, EyeOff } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useRef, useState, useSyncExternalStore } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { RequestId } from '@/components/ui/error-state'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { signIn } from '@/lib/http/browser'
import { type Refusal, refusalOf } from './refusal'

/** E-mail and password. Goes on to `next`, a path that has been checked. */
export function SignInForm({ next }: { next: string }) {
  const router = useRouter()
  const password = useRef<HTMLInputElement>(null)
  const [isPending, setIsPending] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const isReady = useIsHydrated()

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isPending) return
    const fields = new FormData(event.currentTarget)
    setIsPending(true)
    try {
      await signIn(textOf(fields, 'email'), textOf(fields, 'password'))
      // Pending until the next page is there: a second press would only sign in twice.
      router.replace(next)
      router.refresh()
    } catch (error) {
      setRefusal(refusalOf(error))
      setIsPending(false)
      password.current?.select()
    }
  }

  return (
    // POST, so that a form sent before the page is live can never put the password into an address.
    <form method="post" onSubmit={submit} className="grid gap-5">
      {refusal && (
        <Callout key={refusal.at} tone={refusal.tone} role="alert">
          {refusal.message}
          {refusal.requestId && <RequestId id={refusal.requestId} />}
        </Callout>
      )}
      <Field label="E-mail" required>
        <Input
          name="email"
          type="email"
          autoComplete="username"
          inputMode="email"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={254}
          aria-invalid={refusal?.isWrong || undefined}
          className="h-11"
        />
      </Field>
      <PasswordField input={password} isWrong={refusal?.isWrong ?? false} />
      <Button
        type="submit"
        variant="primary"
        size="lg"
        pending={isPending}
        disabled={!isReady}
        className="mt-1 w-full disabled:opacity-100"
      >
        {isPending ? 'Signing in' : 'Sign in'}
      </Button>
    </form>
  )
}

type PasswordProps = { input: React.Ref<HTMLInputElement>; isWrong: boolean }

function PasswordField({ input, isWrong }: PasswordProps) {
  const [isShown, setIsShown] = useState(false)
  const Icon = isShown ? EyeOff : Eye
  return (
    <Field label="Password" required>
      <div className="relative">
        <PasswordInput input={input} isShown={isShown} isWrong={isWrong} />
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Show password"
          aria-pressed={isShown}
          onClick={() => setIsShown(!isShown)}
          className="absolute inset-y-0 end-1 my-auto"
        >
          <Icon aria-hidden="true" />
        </Button>
      </div>
    </Field>
  )
}

function PasswordInput({ input, isShown, isWrong }: PasswordProps & { isShown: boolean }) {
  return (
    <Input
      ref={input}
      name="password"
      type={isShown ? 'text' : 'password'}
      autoComplete="current-password"
      autoCapitalize="none"
      spellCheck={false}
      required
      maxLength={200}
      aria-invalid={isWrong || undefined}
      className="h-11 pe-12"
    />
  )
}

const never = () => () => {}

/** Before React listens, a press would be lost or sent by the browser itself. */
function useIsHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}

function textOf(fields: FormData, name: string): string {
  const value = fields.get(name)
  return typeof value === 'string' ? value : ''
}
