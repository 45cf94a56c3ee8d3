import { wordsOf } from '@/components/ui/words'

/** What a verification can find wrong, in words (lib/audit/ledger names the kinds). */
const words = new Map([
  ['event-missing', 'Event removed'],
  ['event-changed', 'Event changed'],
  ['event-unsealed', 'Event put in'],
  ['event-backdated', 'Event back-dated'],
  ['event-doubled', 'Event there twice'],
  ['order-gap', 'Gap in the order'],
  ['tree-changed', 'Tree changed'],
  ['tree-shrunk', 'End cut off'],
  ['checkpoint-invalid', 'Checkpoint not valid'],
  ['checkpoint-missing', 'Checkpoint removed'],
  ['checkpoint-contradicted', 'History rewritten'],
  ['erasure-unrecorded', 'Values taken away'],
  ['drop-unrecorded', 'Month removed'],
])

export function findingWord(kind: string): string {
  return words.get(kind) ?? wordsOf(kind.replaceAll('-', '_'))
}
