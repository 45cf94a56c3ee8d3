import { expect, test } from 'vitest'
import { apiDocsFiles } from './api-docs-files'

test('the files of the API pages load nothing from elsewhere: no logo, no font, no map', () => {
  for (const [name, content] of Object.entries(apiDocsFiles())) {
    expect([name, content.length > 100_000]).toEqual([name, true])
    expect(content).not.toMatch(/cdn\.redoc\.ly|sourceMappingURL=\S+\s*$|url\(\s*["']?https?:|@import/)
  }
})
