// Serves the generator to a headless chromium, hands it the queue of scenes, stores the pictures.
// usage: node server.mjs [picture ...] [--all] [--missing] [--draft] [--size 1200] [--frames 48] [--out folder]
import http from 'node:http'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { pictures } from './catalogue.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))
const args = process.argv.slice(2)
const option = (name, fallback) => {
  const at = args.indexOf('--' + name)
  return at < 0 ? fallback : args.splice(at, 2)[1]
}
const flag = name => {
  const at = args.indexOf('--' + name)
  return at >= 0 && args.splice(at, 1).length > 0
}
const draft = flag('draft'), all = flag('all'), missing = flag('missing')
const size = Number(option('size', 0)), frames = Number(option('frames', 0))
const out = path.resolve(option('out', 'out'))
fs.mkdirSync(out, { recursive: true })

const known = pictures(here)
const wanted = all ? Object.keys(known) : args
const queue = wanted.map(name => {
  const scene = known[name]
  if (!scene) throw new Error(`no picture named ${name}`)
  const [width, height] = scene.size ?? [1200, 1200]
  const asked = size || (draft ? 600 : width)
  return { ...scene, size: [asked, Math.round(asked * height / width)], frames: frames || (draft ? 8 : scene.frames) }
}).filter(scene => !missing || !fs.existsSync(path.join(out, scene.name + '.webp')))
if (!queue.length) { console.log('pictures:', Object.keys(known).join(' ')); process.exit(1) }

const types = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.json': 'application/json', '.woff2': 'font/woff2' }
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'packshot-'))
let browser
const finish = code => {
  browser?.kill()
  setTimeout(() => { fs.rmSync(profile, { recursive: true, force: true }); process.exit(code) }, 500)
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => finish(1))
const server = http.createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost')
  if (request.method === 'POST') {
    const chunks = []
    request.on('data', c => chunks.push(c))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      response.end('ok')
      if (url.pathname === '/log') console.log(body.toString())
      else if (url.pathname === '/save') {
        fs.writeFileSync(path.join(out, path.basename(url.searchParams.get('file'))), body)
        console.log(`${url.searchParams.get('file')}  ${Math.round(body.length / 1024)} KB  ${url.searchParams.get('seconds')} s`)
      } else if (url.pathname === '/done') finish(0)
    })
    return
  }
  if (url.pathname === '/queue') return response.end(JSON.stringify(queue))
  const file = path.join(here, path.normalize(url.pathname))
  if (!file.startsWith(here) || !fs.existsSync(file)) { response.statusCode = 404; return response.end() }
  response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream')
  fs.createReadStream(file).pipe(response)
})
server.listen(0, '127.0.0.1', () => {
  browser = spawn(process.env.CHROMIUM ?? 'chromium', [
    '--headless', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--enable-unsafe-swiftshader', '--use-angle=swiftshader',
    '--disable-gpu-watchdog', '--user-data-dir=' + profile, `--remote-debugging-port=0`,
    `http://127.0.0.1:${server.address().port}/studio.html`], { stdio: process.env.VERBOSE ? 'inherit' : 'ignore' })
  browser.on('exit', () => finish(1))
})
