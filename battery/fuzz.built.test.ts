import { testBattery } from './own-process'

testBattery('fuzz', {
  'trusts-text': '(a lone surrogate): 500',
  hangs: 'no answer within',
  'tells-all': 'tells at JSON.stringify',
})
