// What every model is made of: finishes, turned profiles, tubes, rounded boxes, prints on flat and round faces.
import * as THREE from 'three'
import { random, noise } from './random.js'
import * as print from './labels.js'
const { ink } = print

export const texture = (canvas, { repeat, linear } = {}) => {
  const t = new THREE.CanvasTexture(canvas)
  t.colorSpace = linear ? THREE.NoColorSpace : THREE.SRGBColorSpace
  t.anisotropy = 8; if (repeat) t.wrapS = t.wrapT = THREE.RepeatWrapping
  return t
}
export const standard = options => new THREE.MeshStandardMaterial(options)
export const physical = options => new THREE.MeshPhysicalMaterial(options)
export const group = (...meshes) => { const g = new THREE.Group(); g.add(...meshes.flat()); return g }
export const mesh = (geometry, material) => new THREE.Mesh(geometry, material)
export const smooth = (a, b, t) => { t = Math.min(1, Math.max(0, (t - a) / (b - a))); return t * t * (3 - 2 * t) }

// finishes ---------------------------------------------------------------------------------------
export const glaze = (colour, o = {}) => physical({ color: ink(colour), roughness: o.roughness ?? 0.32, clearcoat: o.clearcoat ?? 0.65, clearcoatRoughness: 0.12, side: THREE.DoubleSide, ...o.more })
export const metal = (colour = '#c9c7c2', roughness = 0.26) => standard({ color: ink(colour), metalness: 1, roughness, side: THREE.DoubleSide })
export const wood = (tone = '#9a6a3f') => {
  const [c, g] = print.canvas(512, 512, tone)
  for (let i = 0; i < 512; i++) { const n = noise(i * 0.045, 3.1) * 0.5 + noise(i * 0.21, 8.7) * 0.5
    g.fillStyle = n > 0 ? `rgba(255,225,180,${n * 0.22})` : `rgba(50,22,4,${-n * 0.38})`; g.fillRect(0, i, 512, 1) }
  for (let i = 0; i < 500; i++) { g.fillStyle = 'rgba(50,24,6,.16)'; g.fillRect(random(0, 512), random(0, 512), random(10, 60), 1) }
  return physical({ map: texture(c, { repeat: true }), roughness: 0.55, clearcoat: 0.15, clearcoatRoughness: 0.4 })
}
// speckled stoneware: dots of iron in the glaze; returns a map
export const speckle = (colour, density = 900, dark = 'rgba(60,40,25,.55)', fade) => {
  const [c, g] = print.canvas(2048, 1024, colour)
  if (fade) { const s = g.createLinearGradient(0, 1024, 0, 0); for (const [at, tone] of fade) s.addColorStop(at, ink(tone)); g.fillStyle = s; g.fillRect(0, 0, 2048, 1024) }
  for (let i = 0; i < density; i++) { g.fillStyle = dark; g.globalAlpha = random(0.15, 0.9); g.beginPath(); g.arc(random(0, 2048), random(0, 1024), random(0.6, 2.6), 0, 7); g.fill() }
  g.globalAlpha = 1
  return c
}

// geometry helpers ---------------------------------------------------------------------------------
// smooth profile through points [r, y]; a repeated point makes a hard edge
export function lathe(points, segments = 128, closed = true) {
  const parts = []; let run = [points[0]]
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]]
    if (a[0] === b[0] && a[1] === b[1]) { parts.push(run); run = [b] } else run.push(b)
  }
  parts.push(run)
  return group(parts.filter(r => r.length > 1).map(r => {
    const curve = r.length > 2 ? new THREE.SplineCurve(r.map(p => new THREE.Vector2(...p))).getPoints(r.length * 6) : r.map(p => new THREE.Vector2(...p))
    for (const p of curve) p.x = Math.max(0, p.x)
    return mesh(new THREE.LatheGeometry(curve, segments), null)
  }))
}
export const dress = (g, material) => { g.traverse(n => { if (n.isMesh) n.material = material }); return g }
// tube with elliptical, varying section along a smooth curve; section(t) → [across, thick]
export function tube(points, section, { segments = 80, sides = 28, caps = true, uvScale = 1 } = {}) {
  const curve = new THREE.CatmullRomCurve3(points.map(p => new THREE.Vector3(...p)), false, 'centripetal')
  const frames = curve.computeFrenetFrames(segments, false)
  const position = [], uv = [], index = []
  let b = frames.binormals[0].clone()
  for (let i = 0; i <= segments; i++) {
    const t = i / segments, p = curve.getPointAt(t), tangent = curve.getTangentAt(t)
    const n = new THREE.Vector3().crossVectors(b, tangent).normalize(); b = new THREE.Vector3().crossVectors(tangent, n).normalize()
    const [across, thick] = section(t)
    for (let k = 0; k <= sides; k++) { const a = k / sides * Math.PI * 2
      const v = p.clone().addScaledVector(b, Math.cos(a) * across).addScaledVector(n, Math.sin(a) * thick)
      position.push(v.x, v.y, v.z); uv.push(t * uvScale, k / sides) }
    if (i) for (let k = 0; k < sides; k++) { const q = (i - 1) * (sides + 1) + k; index.push(q, q + sides + 1, q + 1, q + 1, q + sides + 1, q + sides + 2) }
  }
  if (caps) for (const end of [0, segments]) { const p = curve.getPointAt(end / segments), at = position.length / 3
    position.push(p.x, p.y, p.z); uv.push(0, 0)
    for (let k = 0; k < sides; k++) { const q = end * (sides + 1) + k; end ? index.push(at, q, q + 1) : index.push(at, q + 1, q) } }
  const g = new THREE.BufferGeometry()
  g.setAttribute('position', new THREE.Float32BufferAttribute(position, 3)); g.setAttribute('uv', new THREE.Float32BufferAttribute(uv, 2))
  g.setIndex(index); g.computeVertexNormals()
  return g
}
// box with rounded edges, uv per face kept for a map on one face
export function roundedBox(w, h, d, r = 0.03) {
  const s = new THREE.Shape(), a = w / 2 - r, b = d / 2 - r
  s.absarc(a, b, r, 0, Math.PI / 2); s.absarc(-a, b, r, Math.PI / 2, Math.PI); s.absarc(-a, -b, r, Math.PI, Math.PI * 1.5); s.absarc(a, -b, r, Math.PI * 1.5, Math.PI * 2)
  const bevel = Math.min(r, 0.02)
  const g = new THREE.ExtrudeGeometry(s, { depth: h - bevel * 2, bevelEnabled: true, bevelThickness: bevel, bevelSize: bevel, bevelOffset: -bevel, bevelSegments: 4, curveSegments: 8 })
  g.rotateX(-Math.PI / 2); g.translate(0, bevel, 0)
  return g
}
export const plate = (w, h, canvas, options = {}) => mesh(new THREE.PlaneGeometry(w, h), standard({ map: texture(canvas), roughness: 0.6, ...options }))

// picture laid on a cylinder, centred on +z
export function decal(radius, y, width, height, draw) {
  const W = 1024, H = Math.round(W * height / width), [c, g] = print.canvas(W, H); draw(g, W, H)
  const angle = width / radius
  const m = mesh(new THREE.CylinderGeometry(radius, radius, height, 60, 1, true, -angle / 2, angle), physical({ map: texture(c), transparent: true, roughness: 0.35, clearcoat: 0.5, clearcoatRoughness: 0.12, polygonOffset: true, polygonOffsetFactor: -2, depthWrite: false }))
  m.position.y = y; m.userData.castShadow = false
  return m
}

// Thin clear glass: only its reflections and a darker rim are drawn.
export const glass = (tint = '#e8f0ee') => {
  const m = physical({ color: ink(tint), roughness: 0.04, transparent: true, opacity: 0.05, depthWrite: false, side: THREE.DoubleSide, premultipliedAlpha: true, specularIntensity: 1 })
  m.userData.glass = true
  Object.assign(m, { blending: THREE.CustomBlending, blendSrc: THREE.OneFactor, blendDst: THREE.OneMinusSrcAlphaFactor })
  return m
}
// A drawing that follows a turned profile, centred on +z; `angle` in degrees.
export function latheDecal(points, angle, ratio, draw, options = {}) {
  const [c, g] = print.canvas(1024, Math.round(1024 * ratio)); draw(g, c.width, c.height)
  const a = THREE.MathUtils.degToRad(angle)
  const curve = points.length > 2 ? new THREE.SplineCurve(points.map(p => new THREE.Vector2(...p))).getPoints(24) : points.map(p => new THREE.Vector2(...p))
  const m = mesh(new THREE.LatheGeometry(curve, 48, -a / 2, a), physical({ map: texture(c), transparent: true, roughness: 0.4, side: THREE.DoubleSide, polygonOffset: true, polygonOffsetFactor: -2, depthWrite: false, ...options }))
  m.userData.castShadow = false
  return m
}
// The surface of a drink: coffee with its crema, milk with a heart or a leaf drawn in the foam, or a plain colour.
export function drink(kind, radius) {
  const [c, g] = print.canvas(512, 512, kind === 'coffee' || kind === 'heart' || kind === 'leaf' ? '#2a140a' : kind)
  if (kind === 'coffee') {
    const s = g.createRadialGradient(256, 256, 90, 256, 256, 256); s.addColorStop(0, '#5a3015'); s.addColorStop(0.7, '#5f3417'); s.addColorStop(0.9, '#8a5527'); s.addColorStop(1, '#3b1d0c'); g.fillStyle = s; g.fillRect(0, 0, 512, 512)
    for (let i = 0; i < 260; i++) { const a = random(0, 6.3), r = random(150, 248); g.fillStyle = `rgba(214,160,96,${random(0.05, 0.35)})`; g.beginPath(); g.arc(256 + Math.cos(a) * r, 256 + Math.sin(a) * r, random(0.8, 4), 0, 7); g.fill() }
  } else if (kind === 'heart' || kind === 'leaf') {
    const s = g.createRadialGradient(256, 256, 60, 256, 256, 256); s.addColorStop(0, '#a8703a'); s.addColorStop(0.8, '#8a5527'); s.addColorStop(1, '#6a3a18'); g.fillStyle = s; g.fillRect(0, 0, 512, 512)
    const heart = (x, y, k, tone) => { g.fillStyle = tone; g.beginPath(); g.moveTo(x, y + k); g.bezierCurveTo(x - k * 1.5, y - k * 0.1, x - k * 0.9, y - k * 1.15, x, y - k * 0.42); g.bezierCurveTo(x + k * 0.9, y - k * 1.15, x + k * 1.5, y - k * 0.1, x, y + k); g.fill() }
    if (kind === 'heart') { heart(256, 250, 150, '#f3e4cc'); heart(256, 244, 108, '#c39560'); heart(256, 240, 84, '#f6ead6') }
    else {   // a leaf: pale blade, veins left in the colour of the crema
      g.fillStyle = '#f3e4cc'; g.beginPath(); g.moveTo(256, 60); g.bezierCurveTo(420, 150, 400, 330, 256, 450); g.bezierCurveTo(112, 330, 92, 150, 256, 60); g.fill()
      g.strokeStyle = '#a06a36'; g.lineCap = 'round'; g.lineWidth = 9
      for (let y = 120; y < 420; y += 42) { const w = 118 * Math.sin((y - 40) / 420 * Math.PI); g.beginPath(); g.moveTo(256 - w, y - 34); g.quadraticCurveTo(256 - w * 0.4, y + 4, 256, y + 26); g.quadraticCurveTo(256 + w * 0.4, y + 4, 256 + w, y - 34); g.stroke() }
      g.lineWidth = 6; g.beginPath(); g.moveTo(256, 84); g.lineTo(256, 446); g.stroke()
    }
  }
  const m = mesh(new THREE.CircleGeometry(radius, 80), physical({ map: texture(c), roughness: kind === 'heart' || kind === 'leaf' ? 0.5 : 0.2, specularIntensity: 0.35 }))
  m.rotation.x = -Math.PI / 2
  return m
}
