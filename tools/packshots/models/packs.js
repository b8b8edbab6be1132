// Bags, tins, gift boxes and folding boxes.
import * as THREE from 'three'
import { noise } from '../random.js'
import * as print from '../labels.js'
import { ink } from '../labels.js'
import { texture, standard, physical, group, mesh, smooth, metal, lathe, dress, roundedBox, plate } from '../shapes.js'

// Stand-up pouch: constant perimeter, rounded rectangle at the foot, flat seam at the top.
export function bag({ art = {}, width = 1.3, height = 2.1, depth = 0.78, finish = 'matt', crease = 1, seed = 1 }) {
  const U = 120, V = 132, position = [], uv = [], index = []
  const front = print.bagFront({ ratio: height / width, ...art })
  // texture atlas: front on the left half, back (plain) on the right half
  const [atlas, g] = print.canvas(front.width * 2, front.height, art.ground ?? 'night'); g.drawImage(front, 0, 0)
  if (art.ground === 'kraft') g.drawImage(front, 0, 0, front.width, 60, front.width, 0, front.width, front.height)
  const zip = 0.865
  for (let j = 0; j <= V; j++) {
    const t = j / V, y = t * height
    const body = 1 - smooth(0.35, 0.93, t)                                       // how full the pouch is
    const foot = smooth(-0.02, 0.07, t)
    const D = Math.max(0.012, depth / 2 * (0.1 + 0.9 * body) * (0.9 + 0.1 * foot) * (t > 0.93 ? 0.1 : 1) * (1 + 0.10 * Math.sin(t * Math.PI * 0.95) * body))
    const Df = Math.max(0.012, D * (1 - smooth(0.78, 0.93, t)) + 0.012)
    const W = width / 2 * (0.93 + 0.07 * (1 - body) ) * (0.965 + 0.035 * foot)
    const n = 2.1 + 3.4 * body * body
    for (let i = 0; i <= U; i++) {
      const a = i / U * Math.PI * 2 - Math.PI, ca = Math.cos(a), sa = Math.sin(a)   // a = 0 is front centre
      let x = Math.sign(sa) * Math.pow(Math.abs(sa), 2 / n) * W
      let z = Math.sign(ca) * Math.pow(Math.abs(ca), 2 / n) * Df
      // side gusset folds inwards towards the top
      const side = Math.pow(Math.abs(sa), 10)
      x -= Math.sign(sa) * side * 0.05 * width * smooth(0.3, 0.62, t) * (1 - smooth(0.72, 0.95, t))
      // belly of beans, soft dents and creases
      const face = Math.pow(Math.abs(ca), 0.5), s = Math.sign(ca)
      z += s * face * 0.035 * Math.sin(Math.min(1, t / 0.75) * Math.PI) * (1 - Math.abs(x / W) ** 2) * depth
      const amp = crease * (0.35 + smooth(0.1, 0.55, t)) * (1 - smooth(0.8, 0.88, t)) * smooth(0, 0.06, t)
      const q = seed * 11.3 + (s > 0 ? 0 : 40)
      z += s * face * amp * (0.020 * noise(x * 2.6 + q, t * 4.6, 1) + 0.011 * noise(x * 6 + q, t * 9, 4))
      const fold = 1 - Math.abs(noise(x * 2.1 - t * 3.1 + q, t * 2.2 + x * 1.4, 7))
      z += s * face * amp * 0.022 * Math.pow(fold, 7)
      const dent = 1 - Math.abs(noise(x * 1.7 + t * 4.3 + q, t * 1.7 - x * 1.2, 17))
      z -= s * face * amp * 0.020 * Math.pow(dent, 9)
      // corner dimples where the full body turns into the flat top
      const corner = Math.exp(-(((Math.abs(x) / W - 0.8) / 0.16) ** 2) - (((t - 0.7) / 0.1) ** 2))
      z -= s * face * corner * 0.045 * crease
      // seal ribs and zip
      if (t > 0.945) z += s * 0.004 * Math.sin((t - 0.945) * height * 190)
      z += s * face * 0.014 * (Math.exp(-(((t - zip) / 0.006) ** 2)) + Math.exp(-(((t - zip - 0.018) / 0.006) ** 2)))
      const lean = 0.01 * noise(x * 1.2, t * 2, seed) * smooth(0.7, 1, t) * 3
      position.push(x, y + 0.012 * noise(x * 1.8 + seed, 3, 1) * smooth(0.5, 1, t) - (t < 0.03 ? (0.03 - t) * 0.0 : 0), z + lean)
      const wide = x / (width) + 0.5
      uv.push(ca >= 0 ? Math.min(0.4995, Math.max(0.0005, wide * 0.5)) : 0.5 + Math.min(0.4995, Math.max(0.0005, (1 - wide) * 0.5)), t)
    }
    if (j) for (let i = 0; i < U; i++) { const p = (j - 1) * (U + 1) + i; index.push(p, p + 1, p + U + 1, p + 1, p + U + 2, p + U + 1) }
  }
  const geometry = new THREE.BufferGeometry()
  geometry.setAttribute('position', new THREE.Float32BufferAttribute(position, 3)); geometry.setAttribute('uv', new THREE.Float32BufferAttribute(uv, 2))
  geometry.setIndex(index); geometry.computeVertexNormals()
  const map = texture(atlas)
  const material = finish === 'foil' ? standard({ map, roughness: 0.3, metalness: 0.75, side: THREE.DoubleSide })
    : physical({ map, roughness: finish === 'kraft' ? 0.85 : 0.5, sheen: 0.25, sheenRoughness: 0.6, specularIntensity: finish === 'kraft' ? 0.35 : 0.8, side: THREE.DoubleSide })
  const bag = group(mesh(geometry, material))
  if (art.valve !== false) {   // one-way valve, laid on the film where a ray from the front meets it
    const ray = new THREE.Raycaster(new THREE.Vector3(width * 0.27, height * 0.795, 5), new THREE.Vector3(0, 0, -1))
    bag.children[0].material.side = THREE.DoubleSide
    const hit = ray.intersectObject(bag.children[0])[0]
    if (hit) { const v = dress(lathe([[0, 0.010], [0.012, 0.010], [0.012, 0.010], [0.016, 0.004], [0.030, 0.004], [0.034, 0.010], [0.034, 0.010], [0.052, 0.011], [0.062, 0.004], [0.064, -0.006]], 48), physical({ color: ink(art.ground ?? 'night'), roughness: 0.34, clearcoat: 0.3, side: THREE.DoubleSide }))
      v.position.copy(hit.point); v.quaternion.setFromUnitVectors(new THREE.Vector3(0, 1, 0), hit.face.normal.z < 0 ? hit.face.normal.negate() : hit.face.normal); bag.add(v) }
  }
  return bag
}

// Round tea tin with a slip lid; `open` lays the lid beside and shows the inside, filled with the colour `leaf`.
export function tin({ art = {}, radius = 0.42, height = 1.05, lid = 'night', metalColour = '#c9a76a', open = false, leaf = '#2c1e16' }) {
  const body = mesh(new THREE.CylinderGeometry(radius, radius, height, 160, 1, true), physical({ map: texture(print.tinWrap({ radius, height, ...art })), roughness: 0.42, clearcoat: 0.25, clearcoatRoughness: 0.3 }))
  body.rotation.y = Math.PI; body.position.y = height / 2 + 0.03
  const foot = dress(lathe([[0, 0], [radius, 0], [radius, 0], [radius + 0.012, 0.012], [radius + 0.008, 0.034], [radius, 0.036]]), metal(metalColour, 0.3))
  const h = height + 0.03
  const cap = dress(lathe([[radius, h - 0.02], [radius + 0.014, h - 0.012], [radius + 0.014, h + 0.006], [radius + 0.006, h + 0.012], [radius + 0.006, h + 0.012],
    [radius + 0.006, h + 0.2], [radius - 0.004, h + 0.222], [radius - 0.03, h + 0.23], [radius - 0.03, h + 0.23], [radius - 0.045, h + 0.218], [radius - 0.08, h + 0.218], [0, h + 0.218]]), physical({ color: ink(lid), roughness: 0.38, clearcoat: 0.3, clearcoatRoughness: 0.25, metalness: 0.0, side: THREE.DoubleSide }))
  if (!open) return group(body, foot, cap)
  const wall = dress(lathe([[radius, h - 0.02], [radius - 0.012, h + 0.05], [radius - 0.02, h + 0.05], [radius - 0.02, h - 0.3]]), metal(metalColour, 0.3))
  const inside = mesh(new THREE.CircleGeometry(radius - 0.02, 80), standard({ color: ink(leaf), roughness: 0.95 })); inside.rotation.x = -Math.PI / 2; inside.position.y = h - 0.12
  cap.position.set(radius * 2.3, -h + 0.02, 0.35)
  return group(body, foot, cap, wall, inside)
}

// Tea tin in the shape of a lighthouse: painted bands, lantern as a lid.
export function lighthouse({ bands = ['brick', 'white'], radius = 0.4, height = 1.7, lantern = '#f2bd4c' }) {
  const R = radius, H = height, out = []
  const [c, g] = print.canvas(2048, 1024, bands[1])
  for (let k = 0; k < 4; k += 2) { g.fillStyle = ink(bands[0]); g.fillRect(0, 1024 - (k + 1) * 256, 2048, 256) }
  print.text(g, 'Castelune', 1024, 440, 120, { family: 'Brand', colour: bands[0] }); print.emblem(g, 1024, 300, 62, bands[0])
  print.text(g, 'THÉ DU PHARE', 1024, 680, 56, { weight: 500, spacing: 0.2, colour: bands[1] })
  const body = mesh(new THREE.CylinderGeometry(R * 0.8, R, H, 140, 1, true), physical({ map: texture(c), roughness: 0.4, clearcoat: 0.3 })); body.rotation.y = Math.PI; body.position.y = H / 2 + 0.02; out.push(body)
  const enamel = physical({ color: ink('night'), roughness: 0.4, clearcoat: 0.3, side: THREE.DoubleSide })
  out.push(dress(lathe([[0, 0], [R + 0.03, 0], [R + 0.03, 0], [R + 0.03, 0.05], [R, 0.06]]), enamel))
  out.push(dress(lathe([[R * 0.8, H], [R * 1.02, H + 0.02], [R * 1.02, H + 0.02], [R * 1.02, H + 0.07], [R * 1.02, H + 0.07], [R * 0.6, H + 0.08]]), enamel))
  out.push(dress(lathe([[R * 0.62, H + 0.08], [R * 0.62, H + 0.4]]), physical({ color: lantern, roughness: 0.25, clearcoat: 0.6, side: THREE.DoubleSide })))
  for (let i = 0; i < 8; i++) { const bar = mesh(new THREE.BoxGeometry(0.025, 0.34, 0.025), enamel), a = i / 8 * Math.PI * 2; bar.position.set(Math.sin(a) * R * 0.64, H + 0.24, Math.cos(a) * R * 0.64); out.push(bar) }
  out.push(dress(lathe([[R * 0.76, H + 0.4], [R * 0.74, H + 0.44], [R * 0.4, H + 0.62], [0.06, H + 0.7], [0.05, H + 0.73], [0.07, H + 0.77], [0, H + 0.8]]), enamel))
  return group(out)
}

// Gift box with a ribbon and a bow.
export function giftbox({ art = {}, width = 2.2, depth = 1.55, height = 0.55, colour = 'night', ribbon = 'brass', ribbonOn = true }) {
  const card = standard({ color: ink(colour), roughness: 0.72 })
  const base = mesh(roundedBox(width - 0.04, height * 0.9, depth - 0.04, 0.012), card)
  const lid = mesh(roundedBox(width, height * 0.42, depth, 0.014), card); lid.position.y = height * 0.6
  const top = plate(width * 0.97, depth * 0.97, print.boxLid({ ratio: depth / width, ground: colour, ...art }), { roughness: 0.7 })
  top.rotation.x = -Math.PI / 2; top.position.y = height * 1.02 + 0.0012; top.userData.castShadow = false
  const out = [base, lid, top]
  if (ribbonOn) {
    const silk = physical({ color: ink(ribbon), roughness: 0.42, sheen: 0.6, side: THREE.DoubleSide })
    const x = -width * 0.36
    out.push(Object.assign(mesh(roundedBox(0.14, height * 1.02 + 0.012, depth + 0.012, 0.012), silk)))
    out[out.length - 1].position.x = x
    // bow: two loops, two tails, one knot
    const bow = new THREE.Group(); bow.position.set(x, height * 1.02 + 0.01, 0)
    const strip = (points, w) => { const c = new THREE.CatmullRomCurve3(points.map(p => new THREE.Vector3(...p))), n = 60, position = [], index = []
      for (let i = 0; i <= n; i++) { const p = c.getPointAt(i / n), k = w * (0.45 + 0.55 * Math.sin(Math.PI * Math.min(1, i / n * 1.0))); position.push(p.x - k / 2, p.y, p.z, p.x + k / 2, p.y, p.z); if (i) { const q = (i - 1) * 2; index.push(q, q + 1, q + 2, q + 1, q + 3, q + 2) } }
      const g = new THREE.BufferGeometry(); g.setAttribute('position', new THREE.Float32BufferAttribute(position, 3)); g.setIndex(index); g.computeVertexNormals(); return mesh(g, silk) }
    for (const s of [1, -1]) { bow.add(strip([[0, 0.03, 0], [0.02, 0.2, s * 0.18], [0.03, 0.22, s * 0.36], [0.02, 0.09, s * 0.42], [0, 0.03, s * 0.2], [0, 0.035, 0]], 0.15))
      const tail = strip([[0, 0.04, 0], [s * 0.1, 0.03, s * 0.16], [s * 0.16, 0.012, s * 0.36], [s * 0.2, 0.012, s * 0.5]], 0.12); bow.add(tail) }
    const knot = mesh(new THREE.SphereGeometry(0.075, 24, 16), silk); knot.scale.set(1, 0.7, 0.9); knot.position.y = 0.06; bow.add(knot)
    out.push(bow)
  }
  return group(out)
}

// Small folding box.
export function carton({ art = {}, width = 1.2, height = 1.45, depth = 0.6 }) {
  const box = mesh(roundedBox(width, height, depth, 0.012), standard({ color: ink(art.ground ?? 'cream'), roughness: 0.7 }))
  const front = plate(width * 0.985, height * 0.985, print.carton({ ratio: height / width, ...art }), { roughness: 0.65 }); front.position.set(0, height / 2, depth / 2 + 0.0015); front.userData.castShadow = false
  const [c, g] = print.canvas(512, Math.round(512 * height / depth), art.side ?? art.ink ?? 'night'); print.text(g, 'Castelune', 256, c.height / 2, 84, { family: 'Brand', colour: art.ground ?? 'cream' })
  const flank = s => { const m = plate(depth * 0.985, height * 0.985, c, { roughness: 0.65 }); m.rotation.y = s * Math.PI / 2; m.position.set(s * (width / 2 + 0.0015), height / 2, 0); m.userData.castShadow = false; return m }
  return group(box, front, flank(1), flank(-1))
}
