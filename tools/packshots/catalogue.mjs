// Reads the pictures of scenes/, and puts the articles and the stagings they name in their place.
import fs from 'node:fs'
import path from 'node:path'

const read = file => JSON.parse(fs.readFileSync(file, 'utf8'))
const isPlain = value => value && typeof value === 'object' && !Array.isArray(value)

// `over` wins; tables are merged key by key, everything else is replaced.
export function merge(under, over) {
  const out = { ...under }
  for (const [key, value] of Object.entries(over)) out[key] = isPlain(value) && isPlain(out[key]) ? merge(out[key], value) : value
  return out
}

// Every picture by its name, ready for the studio.
export function pictures(folder) {
  const articles = {}, stagings = read(path.join(folder, 'stagings.json')), found = {}
  for (const file of fs.readdirSync(path.join(folder, 'articles'))) {
    for (const [name, article] of Object.entries(read(path.join(folder, 'articles', file)))) {
      if (articles[name]) throw new Error(`two articles are named ${name}`)
      articles[name] = article
    }
  }
  const dressed = item => {
    const { article, ...rest } = item
    if (article && !articles[article]) throw new Error(`no article named ${article}`)
    const whole = article ? merge(dressed(articles[article]), rest) : rest
    return whole.objects ? { ...whole, objects: whole.objects.map(dressed) } : whole
  }
  for (const file of fs.readdirSync(path.join(folder, 'scenes')).filter(name => name.endsWith('.json')).sort()) {
    for (const [name, scene] of Object.entries(read(path.join(folder, 'scenes', file)))) {
      if (found[name]) throw new Error(`two pictures are named ${name}`)
      const { staging, ...own } = scene
      if (staging && !stagings[staging]) throw new Error(`${name}: no staging named ${staging}`)
      const base = stagings[staging] ?? {}
      const objects = [...(base.objects ?? []), ...own.objects].map(dressed)
      found[name] = { ...merge(base, own), objects, name }
    }
  }
  return found
}
