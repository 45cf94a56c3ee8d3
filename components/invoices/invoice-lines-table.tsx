import { Money } from '@/components/ui/money'
import { Panel } from '@/components/ui/panel'
import type { Invoice } from '@/lib/invoices/contract'

/** The lines and their sum, as on paper. On phones quantity and price stand under the description. */
export function InvoiceLinesTable({ invoice }: { invoice: Invoice }) {
  const { lines, currency, totalMinor } = invoice
  const numberHead = 'eyebrow h-9 px-4 text-end font-normal'
  return (
    <Panel title="Lines" flush>
      <table className="w-full border-collapse">
        <thead>
          <tr className="border-line border-b">
            <th scope="col" className="eyebrow h-9 px-4 text-start font-normal">
              Description
            </th>
            <th scope="col" className={`${numberHead} max-sm:hidden`}>
              Quantity
            </th>
            <th scope="col" className={`${numberHead} max-sm:hidden`}>
              Unit price
            </th>
            <th scope="col" className={numberHead}>
              Amount
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, at) => (
            // Lines have no id and are only ever replaced together.
            <tr key={at} className="border-line border-b">
              <td className="break-words px-4 py-2.5">
                {line.description}
                <span className="block text-fg-muted text-sm sm:hidden">
                  {line.quantity} × <Money amountMinor={line.unitPriceMinor} currency={currency} />
                </span>
              </td>
              <td className="px-4 py-2.5 text-end tabular-nums max-sm:hidden">{line.quantity}</td>
              <td className="px-4 py-2.5 text-end max-sm:hidden">
                <Money amountMinor={line.unitPriceMinor} currency={currency} />
              </td>
              <td className="px-4 py-2.5 text-end align-top">
                <Money amountMinor={line.quantity * line.unitPriceMinor} currency={currency} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" className="px-4 py-3 text-start font-semibold">
              Total
            </th>
            <td className="px-4 py-3 text-end font-semibold text-lg" colSpan={3}>
              <Money amountMinor={totalMinor} currency={currency} />
            </td>
          </tr>
        </tfoot>
      </table>
    </Panel>
  )
}
