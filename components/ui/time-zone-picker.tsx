'use client'

import { useMemo } from 'react'
import { Combobox } from './combobox'
import { timeZoneNames } from './time-zones'

export interface TimeZonePickerProps {
  value: string
  onValueChange: (timeZone: string) => void
}

/** One of the time zones that the browser knows, and the one that is set already. Stands in a `Field`. */
export function TimeZonePicker({ value, onValueChange }: TimeZonePickerProps) {
  const options = useMemo(() => timeZoneNames(value), [value])
  return (
    <Combobox
      options={options}
      value={value}
      onValueChange={onValueChange}
      searchLabel="Search time zones"
      nothing="No time zone has this name. Try the largest city nearby."
    />
  )
}
