// Grocery: jars, bars, biscuits, sweets, tea leaves, hamper.
import * as THREE from 'three'
import { random } from '../random.js'
import * as print from '../labels.js'
import * as goods from '../labels_goods.js'
import { ink } from '../labels.js'
import { texture, standard, physical, group, mesh, metal, glass, lathe, latheDecal, dress, tube, roundedBox, plate } from '../shapes.js'

// Glass jar: `fill` is the colour of what is in it; `open` lays the lid beside.
export function jar({ art = {}, fill = '#b5741d', lid = 'night', radius = 0.36, height = 0.8, open = false, spoon = false }) {
  const R = radius, H = height, out = []
  const inside = [[0, 0.035], [R - 0.06, 0.035], [R - 0.03, 0.07], [R - 0.028, H * 0.8], [R * 0.86, H * 0.88], [R * 0.86, H * 0.9], [R * 0.86, H * 0.9], [0, H * 0.9]]
  out.push(dress(lathe(inside, 110), physical({ color: ink(fill), roughness: 0.22, clearcoat: 0.6, clearcoatRoughness: 0.08, side: THREE.DoubleSide })))
  out.push(dress(lathe([[0, 0], [R - 0.05, 0], [R - 0.01, 0.03], [R, 0.08], [R, H * 0.8], [R * 0.94, H * 0.9], [R * 0.9, H * 0.93], [R * 0.9, H]], 120), glass()))
  const cap = dress(lathe([[R * 0.95, 0], [R * 0.97, 0.01], [R * 0.97, 0.13], [R * 0.94, 0.155], [R * 0.94, 0.155], [R * 0.8, 0.16], [R * 0.76, 0.152], [0, 0.15]], 110), physical({ color: ink(lid), roughness: 0.36, clearcoat: 0.3, side: THREE.DoubleSide }))
  if (open) { cap.rotation.x = -1.15; cap.position.set(R * 2.0, 0.33, 0.12) } else cap.position.y = H * 0.92
  out.push(cap)
  const h = H * 0.58, angle = 128, ratio = h / (R * angle * Math.PI / 180)
  const label = goods.jar({ ratio, ...art })
  out.push(latheDecal([[R + 0.003, H * 0.13], [R + 0.003, H * 0.13 + h]], angle, ratio, (k, W, HH) => k.drawImage(label, 0, 0, W, HH), { roughness: 0.62 }))
  if (spoon) {
    const w = standard({ color: '#a9743f', roughness: 0.6 })
    out.push(mesh(tube([[0.05, H * 0.8, 0], [0.2, H * 1.2, 0.02], [0.42, H * 1.75, 0.06]], () => [0.028, 0.028]), w))
  }
  return group(out)
}

// Bar in its wrapper; `squares` lays broken pieces of chocolate in front of it.
export function bar({ art = {}, width = 0.9, height = 1.7, depth = 0.12, edge = 'brass' }) {
  const box = mesh(roundedBox(width, height, depth, 0.02), metal(edge, 0.35))
  const skin = mesh(roundedBox(width + 0.012, height * 0.93, depth + 0.012, 0.02), standard({ color: ink(art.ground ?? 'plum'), roughness: 0.6 })); skin.position.y = height * 0.035
  const front = plate(width, height * 0.92, goods.wrapper({ ratio: height * 0.92 / width, ...art }), { roughness: 0.55 }); front.position.set(0, height / 2, depth / 2 + 0.009); front.userData.castShadow = false
  return group(box, skin, front)
}
// Squares of chocolate, lying: columns × rows, slightly apart.
export function squares({ columns = 3, rows = 2, tone = '#3a1e12', bits = '#5d3a22', gap = 0.012, loose = 0 }) {
  const all = new THREE.Group(), m = physical({ color: ink(tone), roughness: 0.36, clearcoat: 0.25, clearcoatRoughness: 0.4 }), n = standard({ color: ink(bits), roughness: 0.8 })
  for (let x = 0; x < columns; x++) for (let z = 0; z < rows; z++) {
    const one = new THREE.Group(), base = mesh(roundedBox(0.3, 0.07, 0.24, 0.02), m), top = mesh(roundedBox(0.25, 0.035, 0.19, 0.03), m); top.position.y = 0.066; one.add(base, top)
    for (let k = 0; k < 7; k++) { const bit = mesh(new THREE.DodecahedronGeometry(random(0.008, 0.017)), n); bit.position.set(random(-0.11, 0.11), 0.101, random(-0.08, 0.08)); one.add(bit) }
    one.position.set((x - (columns - 1) / 2) * (0.3 + gap) + random(-loose, loose), 0, (z - (rows - 1) / 2) * (0.24 + gap) + random(-loose, loose)); one.rotation.y = random(-loose, loose) * 4; all.add(one)
  }
  return all
}

// Round butter biscuits in piles; `piles` is a list of [x, z, how many].
export function biscuits({ piles = [[0, 0, 5]], radius = 0.32, tone = '#d39a4e', kind = 'galette' }) {
  const all = new THREE.Group(), [c, g] = print.canvas(512, 512, tone)
  const s = g.createRadialGradient(256, 256, 60, 256, 256, 256); s.addColorStop(0, 'rgba(255,226,160,.5)'); s.addColorStop(0.75, 'rgba(200,130,50,.05)'); s.addColorStop(1, 'rgba(120,62,14,.75)'); g.fillStyle = s; g.fillRect(0, 0, 512, 512)
  g.strokeStyle = 'rgba(120,66,18,.55)'; g.lineWidth = 5
  if (kind === 'galette') for (let k = -4; k <= 4; k++) { g.beginPath(); g.moveTo(256 + k * 52 - 150, 0); g.lineTo(256 + k * 52 + 150, 512); g.moveTo(256 + k * 52 + 150, 0); g.lineTo(256 + k * 52 - 150, 512); g.stroke() }
  else for (let k = 0; k < 46; k++) { g.save(); g.translate(random(40, 472), random(40, 472)); g.rotate(random(0, 6.3)); g.fillStyle = k % 2 ? '#f0dcb4' : '#a5682e'; g.beginPath(); g.ellipse(0, 0, random(18, 34), random(9, 15), 0, 0, 7); g.fill(); g.restore() }
  const top = physical({ map: texture(c), roughness: 0.5, clearcoat: 0.2, clearcoatRoughness: 0.4 }), edge = standard({ color: '#b97a34', roughness: 0.8 })
  for (const [x, z, count] of piles) for (let i = 0; i < count; i++) {
    const one = new THREE.Group(), r = radius * random(0.97, 1.03), cap = mesh(new THREE.CircleGeometry(r * 0.97, 60), top)
    cap.rotation.x = -Math.PI / 2; cap.position.y = 0.0905
    one.add(dress(lathe([[0, 0], [r * 0.96, 0], [r, 0.02], [r, 0.06], [r * 0.97, 0.088], [0, 0.09]], 70), edge), cap)
    one.position.set(x + random(-0.025, 0.025), i * 0.092, z + random(-0.025, 0.025)); one.rotation.set(random(-0.015, 0.015), random(0, 6.3), random(-0.015, 0.015)); all.add(one)
  }
  return all
}
// Long biscuits with almonds, scattered or piled.
export function croquants({ count = 6, spread = 0.5, tone = '#c98a42' }) {
  const all = new THREE.Group(), crust = standard({ color: tone, roughness: 0.75 }), nut = standard({ color: '#f0dcb4', roughness: 0.7 }), skin = standard({ color: '#8a4f22', roughness: 0.7 })
  for (let i = 0; i < count; i++) {
    const one = new THREE.Group(), body = mesh(new THREE.SphereGeometry(1, 40, 24), crust); body.scale.set(0.42, 0.1, 0.17); body.position.y = 0.08; one.add(body)
    for (let k = 0; k < 11; k++) { const a = mesh(new THREE.SphereGeometry(1, 16, 10), k % 3 ? nut : skin); const x = random(-0.3, 0.3); a.scale.set(0.05, 0.016, 0.028); a.position.set(x, 0.08 + 0.1 * Math.sqrt(Math.max(0, 1 - (x / 0.42) ** 2)) * 0.93, random(-0.07, 0.07)); a.rotation.set(random(-0.4, 0.4), random(0, 6.3), random(-0.4, 0.4)); one.add(a) }
    const layer = Math.floor(i / 3)
    one.position.set(random(-spread, spread) * 0.25, layer * 0.15, ((i % 3) - 1) * 0.36 + random(-0.03, 0.03)); one.rotation.y = layer % 2 ? Math.PI / 2 + random(-0.2, 0.2) : random(-0.2, 0.2); all.add(one)
  }
  return all
}

// Metal biscuit tin, oblong; `open` leans the lid behind it.
export function biscuitbox({ art = {}, width = 1.9, depth = 1.35, height = 0.62, colour = 'brick', open = false }) {
  const skin = physical({ color: ink(colour), roughness: 0.4, clearcoat: 0.3, clearcoatRoughness: 0.25, side: THREE.DoubleSide }), out = []
  const base = mesh(roundedBox(width - 0.04, height * (open ? 0.86 : 0.9), depth - 0.04, 0.16), skin); out.push(base)
  const lid = new THREE.Group(), cover = mesh(roundedBox(width, height * 0.36, depth, 0.17), skin)
  const c = goods.wrapper({ ratio: depth / width, split: 0.78, ground: colour, ...art })
  const top = plate(width * 0.9, depth * 0.86, c, { roughness: 0.45 }); top.rotation.x = -Math.PI / 2; top.position.y = height * 0.36 + 0.002; top.userData.castShadow = false
  lid.add(cover, top)
  if (open) { lid.rotation.x = 1.32; lid.position.set(0, depth / 2 * 0.99, -depth / 2 - 0.42) } else lid.position.y = height * 0.66
  out.push(lid)
  if (open) { const paper = mesh(roundedBox(width - 0.12, 0.02, depth - 0.12, 0.12), standard({ color: '#f2eadb', roughness: 0.95 })); paper.position.y = height * 0.86; out.push(paper) }
  return group(out)
}

// Sweets wrapped in paper, ends twisted.
export function sweets({ count = 9, radius = 0.6, papers = ['#f4ecdd', '#d9a441', '#a04a33'] }) {
  const all = new THREE.Group()
  for (let i = 0; i < count; i++) {
    const m = physical({ color: papers[i % papers.length], roughness: 0.4, clearcoat: 0.25, side: THREE.DoubleSide }), one = new THREE.Group()
    const body = mesh(roundedBox(0.26, 0.13, 0.17, 0.05), m); one.add(body)
    for (const s of [-1, 1]) { const fan = mesh(new THREE.ConeGeometry(0.1, 0.17, 14, 1, true), m), p = fan.geometry.attributes.position
      for (let k = 0; k < p.count; k++) p.setZ(k, p.getZ(k) * 0.42)
      fan.geometry.computeVertexNormals(); fan.rotation.z = s * Math.PI / 2; fan.position.set(s * 0.2, 0.065, 0); one.add(fan) }
    const a = i * 2.4, r = Math.sqrt((i + 0.3) / count) * radius
    one.position.set(Math.cos(a) * r, random(0, 0.02), Math.sin(a) * r * 0.7); one.rotation.set(0, random(0, 6.3), random(-0.12, 0.12)); all.add(one)
  }
  return all
}

// Leaves of tea or plants in a heap. kind: blade, curl, leaf, pearl, flower.
export function leaves({ kind = 'curl', tones = ['#2c1e16', '#3a281c'], count = 420, radius = 0.6, heap = 0.16 }) {
  const shape = { blade: new THREE.SphereGeometry(1, 10, 6).scale(0.085, 0.009, 0.013), pearl: new THREE.DodecahedronGeometry(0.027, 1), flower: new THREE.ConeGeometry(0.055, 0.03, 9), leaf: new THREE.SphereGeometry(1, 10, 6).scale(0.12, 0.008, 0.05) }[kind]
    ?? new THREE.TorusGeometry(0.05, 0.011, 6, 14, 2.4)
  const m = new THREE.InstancedMesh(shape, physical({ color: '#ffffff', roughness: 0.75, side: THREE.DoubleSide }), count), o = new THREE.Object3D(), c = new THREE.Color()
  for (let i = 0; i < count; i++) {
    const a = random(0, 6.283), r = Math.sqrt(random()) * radius, level = heap * Math.max(0, 1 - (r / radius) ** 1.3)
    o.position.set(Math.cos(a) * r * 1.25, 0.018 + level * Math.sqrt(random(0.05, 1)), Math.sin(a) * r)
    o.rotation.set((kind === 'curl' ? Math.PI / 2 : 0) + random(-0.5, 0.5), random(0, 6.3), random(-0.5, 0.5), 'YXZ'); o.scale.setScalar(random(0.7, 1.25)); o.updateMatrix(); m.setMatrixAt(i, o.matrix)
    c.set(tones[i % tones.length]).offsetHSL(random(-0.015, 0.015), random(-0.06, 0.06), random(-0.04, 0.04)); m.setColorAt(i, c)
  }
  m.computeBoundingBox(); m.computeBoundingSphere()
  return group(m)
}

// Wicker hamper with a handle.
export function hamper({ width = 2.6, depth = 1.7, height = 0.8, tone = '#a9733c', handle = true }) {
  const W = 1024, H = 256, [c, g] = print.canvas(W, H, '#5d3a18')
  for (let y = 0; y < 8; y++) for (let x = -1; x < 33; x++) { const px = x * 32 + (y % 2) * 16, py = y * 32; const s = g.createLinearGradient(0, py, 0, py + 30); s.addColorStop(0, '#8d5c28'); s.addColorStop(0.4, tone); s.addColorStop(1, '#6a4319'); g.fillStyle = s; g.beginPath(); g.roundRect(px, py + 2, 29, 28, 12); g.fill() }
  const map = texture(c, { repeat: true }); map.repeat.set(3, 1)
  const weave = standard({ map, roughness: 0.8, side: THREE.DoubleSide }), out = [], U = 160, position = [], uv = [], index = []
  const at = (i, t) => { const a = i / U * Math.PI * 2, n = 4, ca = Math.cos(a), sa = Math.sin(a), k = 0.86 + 0.14 * t; return [Math.sign(ca) * Math.abs(ca) ** (2 / n) * width / 2 * k, t * height, Math.sign(sa) * Math.abs(sa) ** (2 / n) * depth / 2 * k] }
  for (let j = 0; j <= 12; j++) for (let i = 0; i <= U; i++) { position.push(...at(i, j / 12)); uv.push(i / U, j / 12); if (j && i < U) { const p = (j - 1) * (U + 1) + i; index.push(p, p + U + 1, p + 1, p + 1, p + U + 1, p + U + 2) } }
  const body = new THREE.BufferGeometry(); body.setAttribute('position', new THREE.Float32BufferAttribute(position, 3)); body.setAttribute('uv', new THREE.Float32BufferAttribute(uv, 2)); body.setIndex(index); body.computeVertexNormals(); out.push(mesh(body, weave))
  const rope = standard({ color: '#8d5c28', roughness: 0.8 })
  for (const t of [0.02, 1]) { const ring = []; for (let i = 0; i <= 64; i++) ring.push(at(i * U / 64, t)); out.push(mesh(tube(ring, u => { const r = 0.06 + 0.012 * Math.sin(u * 260); return [r, r] }, { segments: 300, sides: 14 }), rope)) }
  const floor = mesh(roundedBox(width * 0.84, 0.05, depth * 0.84, 0.2), rope); floor.position.y = 0.03; out.push(floor)
  const straw = mesh(new THREE.IcosahedronGeometry(1, 4), standard({ color: '#dcc48c', roughness: 1 })); straw.scale.set(width * 0.46, 0.24, depth * 0.46); straw.position.y = height * 0.62; out.push(straw)
  if (handle) out.push(mesh(tube([[-width / 2, height, 0], [-width * 0.46, height + 0.9, 0], [-width * 0.2, height + 1.55, 0], [width * 0.2, height + 1.55, 0], [width * 0.46, height + 0.9, 0], [width / 2, height, 0]], u => { const r = 0.06 + 0.012 * Math.sin(u * 200); return [r, r] }, { segments: 260, sides: 14 }), rope))
  return group(out)
}
