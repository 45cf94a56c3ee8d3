import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from './cn'

export interface Column<Row> {
  key: string
  header: string
  cell: (row: Row) => ReactNode
  /** `end` for amounts and counts. */
  align?: 'start' | 'end'
  /** Leaves the cell out of the card on phones, because another cell says it already. */
  hideOnPhone?: boolean
  /** Where pressing the header leads; with `sorted` saying what is so now. */
  sortHref?: string
  sorted?: 'ascending' | 'descending'
  className?: string
}

export interface DataTableProps<Row> {
  /** Names the table for screen readers: "Invoices". */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Makes the whole row lead somewhere; the link itself is the first cell. */
  rowHref?: (row: Row) => string
  /** Makes the whole row open something here, such as a sheet; the button is the first cell. */
  onOpen?: (row: Row) => void
  rowClassName?: (row: Row) => string | undefined
  className?: string
}

/**
 * A shadow at each edge behind which there is more. It stays while the covers over it move with the content, so that
 * no script has to look where the table is.
 */
const scrollHint = [
  'rounded-lg bg-no-repeat [background-attachment:local,local,scroll,scroll] [--hint:color-mix(in_oklab,var(--fg)_20%,transparent)]',
  '[background-size:2rem_100%,2rem_100%,1rem_100%,1rem_100%] [background-position:0_0,100%_0,0_0,100%_0]',
  '[background-image:linear-gradient(to_right,var(--surface)_60%,transparent),linear-gradient(to_left,var(--surface)_60%,transparent),linear-gradient(to_right,var(--hint),transparent),linear-gradient(to_left,var(--hint),transparent)]',
].join(' ')

/**
 * Rows of one kind. From 640 px a table; on phones each row is a card whose first column is its title. The roles
 * are written out because browsers drop table semantics when `display` changes. Works on the server and in clients
 * (`onOpen` only in clients).
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowKey, rowClassName, className } = props
  return (
    <div className={cn('overflow-x-auto', scrollHint, className)}>
      <table role="table" aria-label={caption} className="block w-full border-collapse text-start sm:table">
        <thead className="hidden sm:table-header-group">
          <tr className="border-line border-b">
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="block sm:table-row-group">
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              role="row"
              className={cn(
                'relative block border-line border-b px-4 py-3 last:border-b-0 sm:table-row sm:p-0',
                (props.rowHref || props.onOpen) && 'hover:bg-hover',
                rowClassName?.(row),
              )}
            >
              {columns.map((column, index) => (
                <BodyCell key={column.key} column={column} first={index === 0}>
                  {index === 0 ? <Opener row={row} column={column} {...props} /> : column.cell(row)}
                </BodyCell>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const sortIcons = { ascending: ArrowUp, descending: ArrowDown }

function HeaderCell<Row>({ column }: { column: Column<Row> }) {
  const Icon = column.sorted ? sortIcons[column.sorted] : ArrowUpDown
  return (
    <th
      scope="col"
      aria-sort={column.sorted}
      className={cn(
        'eyebrow h-9 whitespace-nowrap px-4 font-normal',
        column.align === 'end' ? 'text-end' : 'text-start',
        column.className,
      )}
    >
      {column.sortHref ? (
        <Link href={column.sortHref} className="inline-flex items-center gap-1 hover:text-fg" scroll={false}>
          {column.header}
          <Icon className="size-3" aria-hidden="true" />
        </Link>
      ) : (
        column.header
      )}
    </th>
  )
}

function BodyCell<Row>(props: { column: Column<Row>; first: boolean; children: ReactNode }) {
  const { column, first, children } = props
  return (
    <td
      role="cell"
      className={cn(
        'sm:table-cell sm:h-11 sm:px-4 sm:py-2',
        first ? 'block pb-1 font-medium sm:font-normal' : 'flex items-baseline justify-between gap-4 py-0.5',
        column.align === 'end' && 'sm:text-end',
        column.hideOnPhone && 'max-sm:hidden',
        column.className,
      )}
    >
      {!first && (
        <span aria-hidden="true" className="shrink-0 text-fg-subtle text-sm sm:hidden">
          {column.header}
        </span>
      )}
      {first ? children : <span className="min-w-0 max-sm:text-end">{children}</span>}
    </td>
  )
}

function Opener<Row>(props: DataTableProps<Row> & { row: Row; column: Column<Row> }) {
  const { row, column, rowHref, onOpen } = props
  const content = column.cell(row)
  // The pseudo-element stretches the one target over the row, so that there is one tab stop and one name per row.
  const classes =
    'text-start font-medium text-fg after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2 focus-visible:outline-none'
  if (rowHref) {
    return (
      <Link href={rowHref(row)} className={classes}>
        {content}
      </Link>
    )
  }
  if (onOpen) {
    return (
      <button type="button" className={classes} onClick={() => onOpen(row)}>
        {content}
      </button>
    )
  }
  return content
}
