import { BrandMark } from '@/components/shell/brand'
import { Today } from '@/components/shell/today'
import { SignInForm } from './sign-in-form'

/** The first page anyone sees: a blank ledger page beside the form. */
export function SignInScreen({ next }: { next: string }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(28rem,36rem)]">
      <LedgerPage />
      <main id="content" className="grid place-items-center px-6 py-10 sm:px-10">
        <div className="w-full max-w-sm pb-[8dvh]">
          <div className="mb-10 flex items-center gap-3 lg:hidden">
            <BrandMark className="size-9" />
            <span className="font-semibold text-fg text-xl tracking-[-0.02em]">Daybook</span>
          </div>
          <header className="double-rule mb-7 pb-5">
            <h1 className="font-semibold text-3xl text-fg tracking-[-0.025em]">Sign in</h1>
            <Today className="mt-3" />
          </header>
          <SignInForm next={next} />
          <p className="mt-8 text-pretty text-fg-muted text-sm">
            No account, or the password is gone? A founder of your company adds members and resets passwords.
          </p>
        </div>
      </main>
    </div>
  )
}

const rules =
  'bg-[repeating-linear-gradient(to_bottom,transparent_0,transparent_calc(3rem-1px),var(--line)_calc(3rem-1px),var(--line)_3rem)]'

/** Ruled paper with its margin line, and what the book is for written on it. Decoration that can be read. */
function LedgerPage() {
  return (
    <aside
      aria-label="About Daybook"
      className={`relative hidden overflow-hidden border-line-strong border-e bg-sunken lg:block ${rules}`}
    >
      <span aria-hidden="true" className="absolute inset-y-0 start-24 w-[3px] border-error-border border-x" />
      <div className="flex h-full flex-col ps-32 pe-12">
        <div className="flex h-24 items-end gap-3 pb-2.5">
          <BrandMark />
          <span className="font-semibold text-fg text-lg tracking-[-0.02em]">Daybook</span>
        </div>
        <p className="relative top-1 mt-24 text-[2.5rem] text-fg leading-[3rem] tracking-[-0.03em] xl:mt-36">
          <span className="block">What happened,</span>
          <span className="block">who did it,</span>
          <span className="block">and whether to worry.</span>
        </p>
        <p className="mt-auto flex h-12 items-end pb-2.5 text-fg-muted text-sm">
          Every sign-in is written down, with its time and address.
        </p>
        <span aria-hidden="true" className="block h-12" />
      </div>
    </aside>
  )
}
