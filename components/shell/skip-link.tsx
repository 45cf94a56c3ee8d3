/** The first stop of the Tab key: past the navigation, to the page. */
export function SkipLink() {
  return (
    <nav aria-label="Skip">
      <a
        href="#content"
        className="fixed start-3 top-3 z-[60] -translate-y-20 rounded-md bg-accent px-4 py-2.5 font-medium text-on-accent shadow-pop focus:translate-y-0"
      >
        Skip to content
      </a>
    </nav>
  )
}
