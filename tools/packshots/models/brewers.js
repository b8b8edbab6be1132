// What coffee and tea are brewed in: moka pot, French press, glass teapot, carafe, milk jug, infuser, metal filter.
import * as THREE from 'three'
import * as print from '../labels.js'
import { ink } from '../labels.js'
import { texture, standard, physical, group, mesh, smooth, metal, wood, glass, drink, lathe, dress, tube, decal } from '../shapes.js'

const black = (roughness = 0.5) => physical({ color: '#26241f', roughness, clearcoat: 0.2, clearcoatRoughness: 0.4, side: THREE.DoubleSide })

// Stove-top pot with the squat shape of a bollard.
export function moka({ grip = '#7a4b2a', colour = '#c4c3bf' }) {
  const steel = metal(colour, 0.22), dark = metal('#8d8c88', 0.3), w = wood(grip)
  const base = dress(lathe([[0, 0], [0.5, 0], [0.5, 0], [0.54, 0.02], [0.55, 0.06], [0.55, 0.06], [0.53, 0.4], [0.47, 0.56], [0.46, 0.6]], 120), steel)
  const ring = dress(lathe([[0.46, 0.6], [0.5, 0.61], [0.515, 0.645], [0.5, 0.68], [0.45, 0.69]], 120), dark)
  const top = dress(lathe([[0.45, 0.69], [0.43, 0.76], [0.44, 0.95], [0.52, 1.28], [0.535, 1.34], [0.535, 1.34], [0.52, 1.345]], 120), steel)
  const lid = dress(lathe([[0.545, 1.345], [0.545, 1.375], [0.5, 1.4], [0.3, 1.46], [0.06, 1.49], [0.05, 1.5]], 120), steel)
  const knob = dress(lathe([[0.04, 1.49], [0.04, 1.53], [0.085, 1.58], [0.09, 1.63], [0.05, 1.68], [0, 1.685]], 50), w)
  const spout = mesh(tube([[-0.42, 1.02, 0], [-0.56, 1.16, 0], [-0.7, 1.34, 0]], t => [0.13 - 0.07 * t, 0.1 - 0.055 * t], { caps: false }), steel)
  const bracket = mesh(tube([[0.5, 1.26, 0], [0.64, 1.29, 0], [0.74, 1.28, 0]], () => [0.06, 0.02]), steel)
  const handle = mesh(tube([[0.7, 1.29, 0], [0.95, 1.3, 0], [1.04, 1.16, 0], [1.02, 0.84, 0], [0.98, 0.56, 0]], t => { const e = Math.min(1, 0.7 + 3 * Math.min(t, 1 - t)); return [0.085 * e, 0.06 * e] }), w)
  const valve = dress(lathe([[0, 0], [0.04, 0], [0.04, 0.03], [0.022, 0.05], [0, 0.055]], 30), metal('#c9a25c', 0.25)); valve.rotation.x = Math.PI / 2; valve.position.set(0.13, 0.36, 0.52)
  return group(base, ring, top, lid, knob, spout, bracket, handle, valve)
}

// Plunger pot: glass in a black steel frame that reaches the table.
export function press({ radius = 0.46, height = 1.55, coffee = 0.62, plunger = 0.3 }) {
  const R = radius, H = height, frame = black(0.42), steel = metal('#c8c6c1', 0.22), out = []
  if (coffee) {
    const top = 0.08 + (H - 0.1) * coffee
    out.push(dress(lathe([[0, 0.085], [R - 0.03, 0.085], [R - 0.03, 0.085], [R - 0.025, top], [R - 0.025, top], [0, top]], 100), physical({ color: '#2a1208', roughness: 0.14, specularIntensity: 0.22, side: THREE.DoubleSide })))
    const d = drink('coffee', R - 0.03); d.position.y = top + 0.002; out.push(d)
  }
  out.push(dress(lathe([[0, 0.07], [R - 0.02, 0.07], [R, 0.1], [R, 0.1], [R, H]], 120), glass()))
  out.push(dress(lathe([[0, 0], [R + 0.03, 0], [R + 0.03, 0], [R + 0.04, 0.02], [R + 0.04, 0.02], [R + 0.04, 0.13], [R + 0.012, 0.13], [R + 0.012, 0.06], [0, 0.06]], 120), frame))
  for (const y of [H * 0.5, H * 0.93]) out.push(dress(lathe([[R + 0.008, y], [R + 0.03, y], [R + 0.03, y], [R + 0.03, y + 0.06], [R + 0.03, y + 0.06], [R + 0.008, y + 0.06]], 120), frame))
  for (const a of [45, 135, 225, 315]) {
    const bar = mesh(new THREE.BoxGeometry(0.07, H * 0.93, 0.02), frame), r = THREE.MathUtils.degToRad(a)
    bar.position.set(Math.sin(r) * (R + 0.022), H * 0.5, Math.cos(r) * (R + 0.022)); bar.rotation.y = r; out.push(bar)
  }
  out.push(mesh(tube([[R + 0.02, H * 0.96, 0], [R + 0.26, H * 0.97, 0], [R + 0.44, H * 0.86, 0], [R + 0.46, H * 0.6, 0], [R + 0.34, H * 0.3, 0], [R + 0.02, H * 0.18, 0]], t => { const e = 1 + 0.5 * Math.sin(Math.PI * t); return [0.05 * e, 0.028 * e] }), frame))
  out.push(dress(lathe([[R + 0.05, H], [R + 0.05, H + 0.03], [R - 0.02, H + 0.08], [R * 0.5, H + 0.13], [0.06, H + 0.16], [0, H + 0.16]], 120), frame))
  out.push(mesh(new THREE.CylinderGeometry(0.018, 0.018, plunger, 20).translate(0, H + 0.14 + plunger / 2, 0), steel))
  out.push(dress(lathe([[0, 0], [0.03, 0], [0.09, 0.03], [0.11, 0.09], [0.08, 0.15], [0, 0.17]], 60).translateY(H + 0.13 + plunger), frame))
  out.push(mesh(tube([[-R + 0.04, H - 0.02, 0], [-R - 0.06, H + 0.02, 0], [-R - 0.12, H + 0.05, 0]], t => [0.12 - 0.05 * t, 0.03], {}), frame))
  return group(out)
}

// Milk jug of polished steel with a spout in a V.
export function pitcher({ radius = 0.41, height = 0.95, colour = '#cfcdc9', milk }) {
  const R = radius, H = height, steel = metal(colour, 0.16)
  const bend = part => { part.traverse(n => { const p = n.geometry?.attributes.position; if (!p) return
    for (let i = 0; i < p.count; i++) {
      const x = p.getX(i), y = p.getY(i), z = p.getZ(i), r = Math.hypot(x, z), a = Math.atan2(z, -x), k = smooth(H * 0.45, H, y) * Math.exp(-((a / 0.42) ** 2)) * Math.min(1, r / (R * 0.5))
      p.setXYZ(i, x - k * 0.24, y + k * 0.07 * smooth(H * 0.8, H, y), z * (1 - 0.25 * k))
    }
    p.needsUpdate = true; n.geometry.computeVertexNormals() }); return part }
  const wall = bend(dress(lathe([[0, 0.0], [R * 0.94, 0.0], [R * 0.94, 0.0], [R, 0.03], [R * 1.02, H * 0.25], [R * 0.86, H * 0.66], [R * 0.82, H * 0.86], [R * 0.88, H], [R * 0.865, H + 0.004], [R * 0.8, H * 0.86], [R * 0.84, H * 0.66], [R * 0.98, H * 0.25], [R * 0.9, 0.03], [0, 0.02]], 160), steel))
  const handle = mesh(tube([[R * 0.82, H * 0.9, 0], [R * 1.2, H * 0.98, 0], [R * 1.62, H * 0.84, 0], [R * 1.66, H * 0.54, 0], [R * 1.46, H * 0.3, 0], [R * 1.3, H * 0.24, 0]], () => [0.085, 0.016]), steel)
  const mark = decal(R * 0.99, H * 0.4, 0.4, 0.13, (g, W, h) => print.text(g, 'Castelune', W / 2, h * 0.7, h * 0.6, { family: 'Brand', colour: '#6d6b67' })); mark.material.metalness = 0.4
  const out = [wall, handle, mark]
  if (milk) { const d = drink('#f4ecdc', R * 0.8); d.position.y = H * 0.72; out.push(d) }
  return group(out)
}

// Basket of perforated steel; the canvas holds the holes.
const holes = (w, h, step, tone = '#d2d1cd', dark = '#4a4946') => { const [c, g] = print.canvas(w, h, tone); g.fillStyle = dark
  for (let y = 0, k = 0; y < h; y += step, k++) for (let x = (k % 2) * step / 2; x < w; x += step) { g.beginPath(); g.arc(x, y, step * 0.27, 0, 7); g.fill() }
  return texture(c, { repeat: true }) }
const sieve = (w, h, step) => standard({ map: holes(w, h, step), metalness: 0.75, roughness: 0.34, side: THREE.DoubleSide })

// Tea basket with two wings and a lid that turns into a saucer; `lid`: on, off or beside.
export function infuser({ lid = 'on', leaves }) {
  const R = 0.25, H = 0.7, steel = metal('#cfcdc9', 0.2), out = []
  out.push(mesh(new THREE.CylinderGeometry(R, R * 0.92, H * 0.82, 100, 1, true).translate(0, H * 0.45, 0), sieve(2048, 768, 15)))
  out.push(dress(lathe([[0, 0], [R * 0.9, 0], [R * 0.93, 0.02], [R * 0.93, 0.05]], 80), steel))
  out.push(dress(lathe([[R, H * 0.86], [R + 0.004, H * 0.96], [R + 0.03, H], [R + 0.05, H + 0.002], [R + 0.03, H - 0.012], [R - 0.005, H * 0.95]], 100), steel))
  for (const s of [-1, 1]) { const wing = mesh(tube([[s * (R + 0.01), H - 0.01, 0], [s * (R + 0.1), H + 0.012, 0], [s * (R + 0.2), H + 0.008, 0], [s * (R + 0.26), H - 0.012, 0]], t => [0.085 - 0.03 * t, 0.011]), steel); out.push(wing) }
  if (leaves) { const d = drink(leaves, R * 0.95); d.position.y = H * 0.6; out.push(d) }
  if (lid !== 'off') {
    const cap = dress(lathe([[R + 0.05, 0.005], [R + 0.055, 0.02], [R + 0.02, 0.045], [R * 0.7, 0.055], [0.09, 0.06], [0.07, 0.075], [0.075, 0.12], [0.05, 0.14], [0, 0.142]], 100), steel)
    if (lid === 'on') cap.position.y = H; else { cap.rotation.x = Math.PI * 0.0; cap.position.set(0.85, 0, 0.25) }
    out.push(cap)
  }
  return group(out)
}

// Lasting filter: two sheets of fine steel, a ring and a tab.
export function metalfilter({ radius = 0.56, height = 0.62 }) {
  const R = radius, H = height, bright = metal('#cfcdc9', 0.2), out = []
  out.push(mesh(new THREE.CylinderGeometry(R, 0.1, H, 120, 1, true).translate(0, H / 2 + 0.07, 0), sieve(4096, 1024, 13)))
  out.push(dress(lathe([[R - 0.02, H + 0.06], [R + 0.02, H + 0.06], [R + 0.035, H + 0.085], [R + 0.01, H + 0.105], [R - 0.025, H + 0.09]], 140), bright))
  out.push(dress(lathe([[0, 0.05], [0.1, 0.05], [0.13, 0.07], [0.13, 0.1], [0.1, 0.11]], 60), bright))
  const stand = dress(lathe([[R * 0.62, 0], [R * 0.66, 0], [R * 0.66, 0.03], [R * 0.62, 0.03], [R * 0.62, 0]], 100), bright); out.push(stand)
  for (const a of [0, 120, 240]) { const r = THREE.MathUtils.degToRad(a + 30); out.push(mesh(tube([[Math.sin(r) * R * 0.64, 0.015, Math.cos(r) * R * 0.64], [Math.sin(r) * R * 0.5, 0.2, Math.cos(r) * R * 0.5], [Math.sin(r) * R * 0.5, 0.3, Math.cos(r) * R * 0.5]], () => [0.02, 0.01]), bright)) }
  out.push(mesh(tube([[R + 0.01, H + 0.085, 0], [R + 0.16, H + 0.1, 0], [R + 0.3, H + 0.09, 0]], t => [0.09 - 0.02 * t, 0.012]), bright))
  return group(out)
}

// Round teapot of clear glass with a well for the leaves; `tea` is the colour of the drink.
export function glasspot({ tea = '#c08a34', radius = 0.68, well = true, leaves = '#4b5a32' }) {
  const R = radius, out = []
  const body = [[0, 0.02], [R * 0.62, 0.02], [R * 0.86, 0.12], [R, R * 0.72], [R * 0.88, R * 1.16], [R * 0.62, R * 1.42], [R * 0.5, R * 1.5]]
  if (tea) {
    const top = R * 1.12, fill = body.filter(p => p[1] < top).map(([r, y]) => [Math.max(0, r - 0.02), y + 0.018])
    out.push(dress(lathe([...fill, [R * 0.885, top], [R * 0.885, top], [0, top]], 120), physical({ color: ink(tea), roughness: 0.08, transparent: true, opacity: 0.82, side: THREE.DoubleSide, specularIntensity: 0.3 })))
  }
  if (well) {
    out.push(mesh(new THREE.CylinderGeometry(R * 0.38, R * 0.34, R * 1.1, 80, 1, true).translate(0, R * 0.98, 0), physical({ color: '#f4f6f2', roughness: 0.4, transparent: true, opacity: 0.3, side: THREE.DoubleSide, depthWrite: false })))
    if (leaves) out.push(mesh(new THREE.CylinderGeometry(R * 0.34, R * 0.3, R * 0.42, 60).translate(0, R * 0.72, 0), standard({ color: ink(leaves), roughness: 0.95 })))
  }
  out.push(dress(lathe(body, 140), glass()))
  out.push(dress(lathe([[R * 0.54, R * 1.5], [R * 0.55, R * 1.53], [R * 0.36, R * 1.6], [0.05, R * 1.64], [0.04, R * 1.68], [0.09, R * 1.74], [0.09, R * 1.82], [0, R * 1.86]], 100), glass('#d5e2de')))
  out.push(mesh(tube([[R * 0.8, R * 0.56, 0], [R * 1.18, R * 0.72, 0], [R * 1.4, R * 1.06, 0], [R * 1.66, R * 1.36, 0]], t => { const r = 0.15 - 0.1 * Math.pow(t, 0.7); return [r, r] }, { caps: false }), glass('#cfdcd8')))
  out.push(mesh(tube([[-R * 0.74, R * 1.26, 0], [-R * 1.2, R * 1.4, 0], [-R * 1.56, R * 1.1, 0], [-R * 1.44, R * 0.6, 0], [-R * 0.92, R * 0.46, 0]], () => [0.06, 0.06]), glass('#cfdcd8')))
  return group(out)
}

// Carafe to brew cold: tall glass, fine basket inside, cork ball.
export function coldcarafe({ radius = 0.42, height = 2.1, coffee = 0.66, tone = '#351a0c' }) {
  const R = radius, H = height, out = []
  const body = [[0, 0.02], [R * 0.86, 0.02], [R, 0.1], [R, H * 0.5], [R * 0.84, H * 0.7], [R * 0.5, H * 0.86], [R * 0.48, H * 0.94], [R * 0.56, H]]
  if (coffee) { const top = coffee * H, fill = body.filter(p => p[1] < top).map(([r, y]) => [Math.max(0, r - 0.022), y + 0.018]); fill.push([R * (coffee > 0.6 ? 0.86 : 0.97), top], [R * (coffee > 0.6 ? 0.86 : 0.97), top], [0, top])
    out.push(dress(lathe(fill, 110), physical({ color: ink(tone), roughness: 0.08, transparent: true, opacity: 0.93, side: THREE.DoubleSide, specularIntensity: 0.3 }))) }
  out.push(mesh(new THREE.CylinderGeometry(R * 0.36, R * 0.36, H * 0.56, 80, 1, true).translate(0, H * 0.62, 0), sieve(2048, 2048, 17)))
  out.push(dress(lathe(body, 130), glass()))
  const neck = black(0.6); out.push(dress(lathe([[R * 0.5, H * 0.85], [R * 0.54, H * 0.86], [R * 0.53, H * 0.94], [R * 0.62, H * 1.005], [R * 0.5, H * 1.01]], 100), neck))
  out.push(mesh(new THREE.SphereGeometry(R * 0.52, 60, 40).translate(0, H * 1.04, 0), standard({ color: '#b98a58', roughness: 0.9 })))
  return group(out)
}

// Flask-like teapot for the road: lacquered steel, strap, cup as a lid.
export function travelpot({ colour = 'moss', strap = '#7a4b2a', cap = '#c8c6c1' }) {
  const skin = physical({ color: ink(colour), roughness: 0.46, clearcoat: 0.25, clearcoatRoughness: 0.35, side: THREE.DoubleSide }), steel = metal(cap, 0.24), out = []
  out.push(dress(lathe([[0, 0], [0.5, 0], [0.5, 0], [0.53, 0.03], [0.54, 0.3], [0.54, 0.9], [0.48, 1.14], [0.36, 1.26], [0.34, 1.28]], 130), skin))
  out.push(dress(lathe([[0.36, 1.27], [0.375, 1.29], [0.375, 1.33], [0.35, 1.34]], 100), steel))
  out.push(dress(lathe([[0.36, 1.34], [0.37, 1.36], [0.36, 1.58], [0.33, 1.62], [0.33, 1.62], [0, 1.63]], 100), steel))
  out.push(mesh(tube([[0.46, 0.86, 0], [0.7, 1.04, 0], [0.86, 1.24, 0]], t => [0.11 - 0.06 * t, 0.11 - 0.06 * t], { caps: false }), skin))
  out.push(mesh(tube([[-0.52, 0.98, 0], [-0.86, 1.02, 0], [-0.98, 0.72, 0], [-0.86, 0.36, 0], [-0.52, 0.32, 0]], () => [0.1, 0.022]), physical({ color: ink(strap), roughness: 0.75 })))
  for (const y of [0.98, 0.32]) out.push(dress(lathe([[0.542, y - 0.05], [0.552, y - 0.045], [0.552, y + 0.045], [0.542, y + 0.05]], 120), physical({ color: ink(strap), roughness: 0.75 })))
  out.push(decal(0.545, 0.64, 0.62, 0.3, (g, W, h) => { print.emblem(g, W / 2, h * 0.3, h * 0.2, 'cream'); print.text(g, 'Castelune', W / 2, h * 0.82, h * 0.3, { family: 'Brand', colour: 'cream' }) }))
  return group(out)
}
