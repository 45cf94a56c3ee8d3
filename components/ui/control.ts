/** The common look of text-like controls. 16 px on phones, because iOS zooms into anything smaller. */
export const controlClasses = [
  'w-full rounded-md border border-line-control bg-surface text-fg shadow-panel transition-colors duration-100',
  'text-base placeholder:text-fg-subtle max-lg:text-[16px] hover:border-fg-subtle',
  'focus-visible:border-ring focus-visible:outline-offset-0',
  'aria-invalid:border-error-solid disabled:cursor-not-allowed disabled:bg-sunken disabled:text-fg-muted',
].join(' ')
