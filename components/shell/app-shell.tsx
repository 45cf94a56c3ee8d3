import type { ReactNode } from 'react'
import { Brand } from './brand'
import { MenuSheet } from './menu-sheet'
import { NavList } from './nav-list'
import { SampleNotice } from './sample-notice'
import { type ShellUser, ShellUserProvider } from './shell-user'
import { SkipLink } from './skip-link'
import { TabBar } from './tab-bar'
import { Today } from './today'
import { UserMenu } from './user-menu'

export interface AppShellProps {
  user: ShellUser
  /** Says across the top that the rows are samples. */
  sampleNotice?: boolean
  children: ReactNode
}

/** The frame of every signed-in page: a sidebar from 1024 px, a top bar and a tab bar below. Brings the only `main`. */
export function AppShell({ user, sampleNotice, children }: AppShellProps) {
  return (
    <ShellUserProvider user={user}>
      <SkipLink />
      <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
        <aside
          aria-label="Sidebar"
          className="sticky top-0 hidden h-dvh flex-col gap-6 overflow-y-auto border-line-strong border-e-[3px] border-double px-3 pt-4 pb-3 lg:flex"
        >
          <div className="px-2.5">
            <Brand />
            <Today className="mt-3" />
          </div>
          <NavList role={user.role} />
          <UserMenu user={user} className="mt-auto" />
        </aside>
        <div className="flex min-w-0 flex-col">
          <header className="sticky top-0 z-30 flex h-14 items-center justify-between gap-2 border-line border-b bg-canvas px-3 lg:hidden">
            <div className="flex items-center gap-1">
              <MenuSheet role={user.role} />
              <Brand />
            </div>
            <UserMenu user={user} compact />
          </header>
          {sampleNotice && <SampleNotice />}
          <main
            id="content"
            tabIndex={-1}
            className="mx-auto w-full max-w-[90rem] flex-1 px-4 pt-5 pb-28 sm:px-6 lg:px-10 lg:pt-8 lg:pb-16"
          >
            {children}
          </main>
        </div>
      </div>
      <TabBar role={user.role} />
    </ShellUserProvider>
  )
}
