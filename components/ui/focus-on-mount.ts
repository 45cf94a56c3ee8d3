/** A `ref` that moves focus to what has just appeared because somebody asked for it. Never for what a page begins with. */
export function focusOnMount(element: HTMLElement | null): void {
  element?.focus()
}
