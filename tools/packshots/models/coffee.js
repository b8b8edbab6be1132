// What makes coffee: drippers, grinders, kettles, spoons, servers, and the beans themselves.
import * as THREE from 'three'
import { random } from '../random.js'
import * as print from '../labels.js'
import { ink } from '../labels.js'
import { standard, physical, group, mesh, smooth, glaze, metal, wood, lathe, dress, tube, decal } from '../shapes.js'

// Cone with spiral ribs inside.
export function dripper({ colour = 'white', radius = 0.58, height = 0.62, filter = false }) {
  const R = radius, H = height, base = 0.05, clay = glaze(colour, { roughness: 0.26, clearcoat: 0.8 })
  const out = [], U = 220, V = 60
  const shell = (inner) => { const position = [], index = []
    for (let j = 0; j <= V; j++) { const t = j / V
      for (let i = 0; i <= U; i++) { const a = i / U * Math.PI * 2
        let r = 0.11 + (R - 0.11) * Math.pow(t, 0.96) - (inner ? 0.032 : 0)
        const rib = Math.pow(Math.max(0, Math.cos(a * 12 + t * 3.4)), 6)
        if (inner) r -= 0.02 * rib * (1 - smooth(0.82, 0.95, t))
        else if (t > 0.97) r -= 0.006
        position.push(Math.cos(a) * r, base + 0.06 + t * H, Math.sin(a) * r) }
      if (j) for (let i = 0; i < U; i++) { const p = (j - 1) * (U + 1) + i; inner ? index.push(p, p + 1, p + U + 1, p + 1, p + U + 2, p + U + 1) : index.push(p, p + U + 1, p + 1, p + 1, p + U + 1, p + U + 2) } }
    const g = new THREE.BufferGeometry(); g.setAttribute('position', new THREE.Float32BufferAttribute(position, 3)); g.setIndex(index); g.computeVertexNormals(); return mesh(g, clay) }
  out.push(shell(false), shell(true))
  const y = base + 0.06 + H
  out.push(dress(lathe([[R - 0.006, y], [R + 0.002, y + 0.012], [R - 0.016, y + 0.022], [R - 0.034, y + 0.01], [R - 0.034, y - 0.01]], 160), clay))
  out.push(dress(lathe([[0.10, 0.0], [0.12, 0.0], [0.12, 0.0], [0.12, base], [0.12, base], [R * 0.86, base], [R * 0.90, base + 0.012], [R * 0.90, base + 0.03], [R * 0.86, base + 0.045], [0.2, base + 0.05], [0.13, base + 0.09]], 160), clay))
  const h = [[R * 0.52, H * 0.62 + base, 0], [R * 0.95, H * 0.7 + base, 0], [R * 1.3, H * 0.6 + base, 0], [R * 1.36, H * 0.36 + base, 0], [R * 1.12, H * 0.17 + base, 0], [R * 0.78, base + 0.04, 0]]
  out.push(mesh(tube(h, t => [0.06, 0.034]), clay))
  if (filter) { const paper = new THREE.CylinderGeometry(R * 1.02, 0.1, H * 1.12, 100, 1, true); const m = mesh(paper, standard({ color: '#f2eadb', roughness: 0.95, side: THREE.DoubleSide })); m.position.y = base + 0.09 + H * 0.56; out.push(m) }
  return group(out)
}

// Hand grinder: brushed body, walnut grip, crank.
export function grinder({ colour = '#2a2b2c', grip = '#7a4b2a', radius = 0.27, height = 1.25 }) {
  const R = radius, H = height, body = metal(colour, 0.36), steel = metal('#c8c6c1', 0.22), w = wood(grip)
  const pot = dress(lathe([[0, 0], [R * 0.9, 0], [R * 0.9, 0], [R * 0.97, 0.02], [R * 0.97, 0.02], [R * 0.97, H * 0.36], [R * 0.97, H * 0.36], [R * 0.93, H * 0.365], [R * 0.93, H * 0.375], [R * 0.93, H * 0.375], [R, H * 0.38], [R, H * 0.38], [R, H * 0.44]]), body)
  const band = dress(lathe([[R, H * 0.44], [R * 1.05, H * 0.45], [R * 1.07, H * 0.56], [R * 1.05, H * 0.67], [R, H * 0.68]]), w)
  const upper = dress(lathe([[R, H * 0.68], [R, H * 0.96], [R, H * 0.96], [R * 0.97, H * 0.98], [R * 0.97, H * 0.98], [R * 0.5, H], [0.05, H * 1.005], [0.05, H * 1.005], [0.05, H * 1.06], [0.05, H * 1.06], [0, H * 1.062]]), body)
  const arm = mesh(tube([[0, H * 1.045, 0], [0.3, H * 1.05, 0], [0.62, H * 1.065, 0], [0.70, H * 1.07, 0]], () => [0.045, 0.012]), steel)
  const stem = mesh(new THREE.CylinderGeometry(0.016, 0.016, 0.2, 20), steel); stem.position.set(0.68, H * 1.07 + 0.09, 0)
  const knob = dress(lathe([[0.03, 0], [0.075, 0.03], [0.1, 0.11], [0.08, 0.19], [0, 0.22]], 60), wood(grip)); knob.position.set(0.68, H * 1.07 + 0.13, 0)
  const mark = decal(R * 1.003, H * 0.2, 0.42, 0.14, (g, W, h) => print.text(g, 'Castelune', W / 2, h * 0.68, h * 0.5, { family: 'Brand', colour: '#d8d4cc' }))
  return group(pot, band, upper, arm, stem, knob, mark)
}

// Gooseneck kettle.
export function kettle({ colour = 'coal', grip = '#8a5a34', roughness = 0.42, radius = 0.68, height = 0.9 }) {
  const R = radius, H = height
  const shell = colour === 'steel' ? metal('#c9c8c5', 0.2) : physical({ color: ink(colour), roughness, clearcoat: 0.2, clearcoatRoughness: 0.3, side: THREE.DoubleSide })
  const body = dress(lathe([[0, 0], [R * 0.97, 0], [R * 0.97, 0], [R, 0.02], [R, 0.06], [R * 0.93, H * 0.4], [R * 0.78, H * 0.82], [R * 0.72, H * 0.9], [R * 0.68, H * 0.915], [R * 0.68, H * 0.915], [R * 0.66, H * 0.93]], 160), shell)
  const lid = dress(lathe([[R * 0.665, H * 0.925], [R * 0.66, H * 0.95], [R * 0.5, H * 0.985], [0.1, H * 1.0], [0.04, H * 1.0]], 120), shell)
  const knob = dress(lathe([[0.03, H], [0.03, H + 0.05], [0.1, H + 0.07], [0.105, H + 0.105], [0.07, H + 0.125], [0, H + 0.128]], 60), wood(grip))
  const neck = mesh(tube([[R * 0.86, 0.17, 0], [R * 1.3, 0.17, 0], [R * 1.62, 0.36, 0], [R * 1.68, 0.68, 0], [R * 1.78, 0.96, 0], [R * 2.08, 1.06, 0], [R * 2.2, 1.02, 0]], t => { const r = t < 0.12 ? 0.11 - t * 0.38 : 0.066 - 0.03 * t; return [r, r] }, { caps: false, segments: 120 }), shell)
  const bracket = mesh(tube([[-R * 0.72, H * 0.86, 0], [-R * 1.0, H * 0.98, 0], [-R * 1.25, H * 0.97, 0]], () => [0.05, 0.016]), shell)
  const handle = mesh(tube([[-R * 1.2, H * 0.98, 0], [-R * 1.5, H * 0.94, 0], [-R * 1.66, H * 0.7, 0], [-R * 1.7, H * 0.36, 0], [-R * 1.66, H * 0.14, 0]], t => { const e = Math.min(1, 0.55 + 4 * Math.min(t, 1 - t)); return [0.075 * e, 0.06 * e] }), wood(grip))
  return group(body, lid, knob, neck, bracket, handle)
}

// Measuring spoons, fanned out on the table.
export function spoons({ count = 4, colour = '#c9a25c', roughness = 0.24, spread = 15 }) {
  const m = metal(colour, roughness), all = new THREE.Group()
  for (let i = 0; i < count; i++) { const k = 1 - i * 0.15, r = 0.24 * k, one = new THREE.Group()
    const bowl = dress(lathe([[0, 0], [r * 0.5, 0.018], [r * 0.86, r * 0.3], [r, r * 0.62], [r * 1.04, r * 0.64], [r * 1.04, r * 0.64], [r * 0.99, r * 0.6], [r * 0.82, r * 0.32], [r * 0.45, 0.04], [0, 0.022]], 80), m)
    const stem = mesh(tube([[0, r * 0.6, r * 0.98], [0, r * 0.66, r * 1.5], [0, r * 0.5, r * 1.9 + 0.3 * k], [0, 0.05, r * 1.9 + 0.75 * k], [0, 0.035, r * 1.9 + 0.95 * k]], t => [(0.05 + 0.035 * smooth(0.55, 1, t)) * k, 0.013]), m)
    one.add(bowl, stem); one.position.x = (i - (count - 1) / 2) * 0.5; one.rotation.y = THREE.MathUtils.degToRad(-(i - (count - 1) / 2) * spread); all.add(one) }
  return all
}

// Glass server with coffee in it.
export function server({ radius = 0.5, height = 0.95, coffee = 0.45, collar = '#2a2622' }) {
  const R = radius, H = height
  const glassy = () => { const m = physical({ color: '#e8f0ee', roughness: 0.04, transparent: true, opacity: 0.05, depthWrite: false, side: THREE.DoubleSide, premultipliedAlpha: true, specularIntensity: 1 }); m.userData.glass = true; m.blending = THREE.CustomBlending; m.blendSrc = THREE.OneFactor; m.blendDst = THREE.OneMinusSrcAlphaFactor; return m }
  const outline = [[0, 0.01], [R * 0.8, 0.01], [R * 0.95, 0.05], [R, 0.16], [R * 0.93, H * 0.5], [R * 0.66, H * 0.84], [R * 0.6, H * 0.92], [R * 0.66, H]]
  const glass = dress(lathe(outline, 140), glassy())
  const out = []
  if (coffee) { const top = coffee * H
    const fill = outline.filter(p => p[1] < top).map(([r, y]) => [Math.max(0, r - 0.022), y + 0.015]); fill.push([R * (coffee > 0.5 ? 0.88 : 0.93), top], [R * (coffee > 0.5 ? 0.88 : 0.93), top], [0, top])
    out.push(dress(lathe(fill, 120), physical({ color: '#2a1208', roughness: 0.12, specularIntensity: 0.22, side: THREE.DoubleSide }))) }
  out.push(glass)
  out.push(dress(lathe([[R * 0.655, H * 0.845], [R * 0.67, H * 0.85], [R * 0.63, H * 0.92], [R * 0.655, H * 0.965], [R * 0.64, H * 0.97]], 100), physical({ color: collar, roughness: 0.5, side: THREE.DoubleSide })))
  out.push(mesh(tube([[R * 0.6, H * 0.92, 0], [R * 1.1, H * 0.96, 0], [R * 1.5, H * 0.8, 0], [R * 1.52, H * 0.5, 0], [R * 1.3, H * 0.26, 0]], t => [0.055, 0.03]), physical({ color: collar, roughness: 0.5 })))
  return group(out)
}

// Coffee beans scattered or heaped: count, radius of the patch, heap height.
export function beans({ count = 60, radius = 0.8, heap = 0, tone = '#4a2a17', stretch = [1, 1] }) {
  const g = new THREE.SphereGeometry(1, 28, 20), p = g.attributes.position
  for (let i = 0; i < p.count; i++) { let x = p.getX(i), y = p.getY(i), z = p.getZ(i)
    if (y > 0) { const groove = Math.exp(-(((z - 0.08 * Math.sin(x * 2.4)) / 0.13) ** 2)); y = y * 0.62 - groove * 0.3 * (1 - x * x * 0.6) }
    p.setXYZ(i, x * 0.062, y * 0.034, z * 0.043) }
  g.computeVertexNormals()
  const m = new THREE.InstancedMesh(g, physical({ color: '#ffffff', roughness: 0.42, specularIntensity: 0.8, clearcoat: 0.1, clearcoatRoughness: 0.3 }), count)
  const d = new THREE.Object3D(), c = new THREE.Color()
  for (let i = 0; i < count; i++) { const a = random(0, Math.PI * 2), r = Math.sqrt(random()) * radius, level = heap * Math.max(0, 1 - (r / radius) ** 1.4)
    const y = heap ? level * Math.sqrt(random(0.15, 1)) : 0
    d.position.set(Math.cos(a) * r * stretch[0], 0.03 + y, Math.sin(a) * r * stretch[1])
    const flip = random() < 0.5 ? Math.PI : 0, tilt = heap ? 0.8 : 0.22
    d.rotation.set(flip + random(-tilt, tilt), random(0, 6.3), random(-tilt, tilt), 'YXZ'); d.scale.setScalar(random(0.88, 1.12)); d.updateMatrix(); m.setMatrixAt(i, d.matrix)
    c.set(tone).offsetHSL(random(-0.01, 0.01), random(-0.06, 0.06), random(-0.035, 0.03)); m.setColorAt(i, c) }
  m.computeBoundingBox(); m.computeBoundingSphere()
  return group(m)
}

// Large plump beans, for close-ups and carpets of beans.
export function grains({ n = 120, spread = 1, tone = '#4a2a1b', pile = 0.3, seed = 5 }) {
  const geo = new THREE.SphereGeometry(0.1, 28, 20), p = geo.attributes.position
  for (let i = 0; i < p.count; i++) { let x = p.getX(i), y = p.getY(i), z = p.getZ(i)
    x *= 1.28; z *= 0.86; if (y < 0) y *= 0.55
    if (y < 0) y += 0.028 * Math.exp(-(((z + 0.012 * Math.sin(x * 22)) / 0.012) ** 2))
    p.setXYZ(i, x, y, z) }
  geo.computeVertexNormals()
  let r = seed * 9301; const rnd = () => (r = (r * 9301 + 49297) % 233280) / 233280
  const g = new THREE.Group(), tones = [tone, '#3d2015', '#53301e', '#452519'].map(c => physical({ color: c, roughness: 0.42, clearcoat: 0.3, clearcoatRoughness: 0.5 }))
  for (let i = 0; i < n; i++) { const a = rnd() * 6.283, q = Math.sqrt(rnd()) * spread, m = mesh(geo, tones[i % 4])
    m.position.set(Math.cos(a) * q * 1.25, 0.06 + pile * (1 - q / spread) * rnd() , Math.sin(a) * q); m.rotation.set((rnd() < 0.62 ? Math.PI : 0) + (rnd() - 0.5) * 1.1, rnd() * 6.28, (rnd() - 0.5) * 1.1); g.add(m) }
  return g }

// Insulated bottle of the brand Orvance.
export function gourde({ colour = '#0a5468', cap = '#20262b', mark = 'ORVANCE' }) {
  const b = dress(lathe([[0, 0], [0.34, 0], [0.36, 0.02], [0.36, 1.2], [0.35, 1.3], [0.25, 1.46], [0.22, 1.5], [0.22, 1.56]]), standard({ color: colour, roughness: 0.5, metalness: 0.25 }))
  const c = dress(lathe([[0, 1.78], [0.22, 1.78], [0.25, 1.76], [0.25, 1.56], [0.25, 1.56], [0.2, 1.55]]), standard({ color: cap, roughness: 0.6 }))
  const ring = mesh(new THREE.TorusGeometry(0.15, 0.03, 20, 60), standard({ color: cap, roughness: 0.6 })); ring.position.y = 1.86
  return group(b, c, ring, decal(0.362, 0.75, 0.5, 0.5, (g, W, H) => { g.translate(W / 2, H / 2); g.strokeStyle = '#fff'; g.lineWidth = 26; g.lineJoin = 'miter'; g.beginPath(); g.moveTo(-190, 70); g.lineTo(-60, -110); g.lineTo(30, 10); g.lineTo(90, -60); g.lineTo(190, 70); g.stroke(); print.text(g, mark, 0, 200, 92, { weight: 600, spacing: 0.16, colour: '#ffffff' }) })) }
