// Paper goods: book, magazine, card, envelope, parcel.
import * as THREE from 'three'
import { ink } from '../labels.js'
import * as print from '../labels.js'
import * as goods from '../labels_goods.js'
import { standard, physical, group, mesh, roundedBox, plate } from '../shapes.js'

const face = (w, h, canvas, roughness = 0.55) => { const m = plate(w, h, canvas, { roughness }); m.userData.castShadow = false; return m }

// Book standing; lay it down with turn [-90, …].
export function book({ art = {}, width = 1.7, height = 2.3, depth = 0.26 }) {
  const cloth = physical({ color: ink(art.ground ?? 'brick'), roughness: 0.7 }), out = []
  for (const s of [-1, 1]) { const cover = mesh(roundedBox(width, height, 0.035, 0.012), cloth); cover.position.z = s * (depth / 2 - 0.0175); out.push(cover) }
  const spine = mesh(roundedBox(0.04, height, depth, 0.015), cloth); spine.position.x = -width / 2 + 0.01; out.push(spine)
  const pages = mesh(new THREE.BoxGeometry(width - 0.09, height - 0.08, depth - 0.07), standard({ color: '#f4eee0', roughness: 0.95 })); pages.position.set(0, height / 2, 0); out.push(pages)
  const front = face(width * 0.985, height * 0.985, goods.book({ ratio: height / width, ...art })); front.position.set(0, height / 2, depth / 2 + 0.0025); out.push(front)
  const mark = mesh(new THREE.BoxGeometry(0.09, 0.4, 0.006), standard({ color: ink('ochre'), roughness: 0.6 })); mark.position.set(0.2, -0.12, 0); if (art.ribbon) out.push(mark)
  const [c, g] = print.canvas(256, 2048, art.ground ?? 'brick'); g.translate(128, 1024); g.rotate(Math.PI / 2); print.text(g, 'Quarante tasses', 0, 34, 110, { family: 'Brand', colour: art.ink ?? 'cream' })
  const back = face(depth * 0.96, height * 0.985, c); back.rotation.y = -Math.PI / 2; back.position.set(-width / 2 - 0.0135, height / 2, 0); out.push(back)
  return group(out)
}
// Magazine lying flat; `copies` makes a pile.
export function magazine({ art = {}, width = 1.9, height = 2.6, copies = 1 }) {
  const out = []
  for (let i = 0; i < copies; i++) {
    const one = new THREE.Group(), body = mesh(roundedBox(width, 0.05, height, 0.008), standard({ color: '#f1ece0', roughness: 0.8 }))
    const cover = face(width * 0.998, height * 0.998, goods.magazine({ ratio: height / width, ...art }), 0.42); cover.rotation.x = -Math.PI / 2; cover.position.y = 0.052
    one.add(body, cover); one.position.y = i * 0.053; one.rotation.y = i === copies - 1 ? 0 : (i % 2 ? 0.1 : -0.07) * (copies - i); out.push(one)
  }
  return group(out)
}
// Two open pages lying, slightly curved.
export function openpages({ width = 1.7, height = 2.3, left = {}, right = {}, cover = 'brick', thick = 0.1 }) {
  const out = []
  for (const s of [-1, 1]) {
    const geometry = new THREE.PlaneGeometry(width, height, 40, 1).rotateX(-Math.PI / 2), p = geometry.attributes.position
    for (let i = 0; i < p.count; i++) { const t = (p.getX(i) * s + width / 2) / width; p.setX(i, s * t * width * 0.97); p.setY(i, thick + 0.13 * Math.sin(Math.PI * Math.min(1, t * 1.25 + 0.02)) * (1 - t)) }
    geometry.computeVertexNormals()
    const sheet = goods.page({ ratio: height / width, ...(s < 0 ? left : right) })
    const m = face(1, 1, sheet, 0.8); m.geometry.dispose(); m.geometry = geometry; m.material.side = THREE.DoubleSide; out.push(m)
    const block = mesh(new THREE.BoxGeometry(width * 0.95, thick * 0.9, height * 0.985), standard({ color: '#efe8d8', roughness: 0.95 })); block.position.set(s * width * 0.485, thick * 0.5, 0); out.push(block)
    const board = mesh(roundedBox(width, 0.03, height + 0.06, 0.01), standard({ color: ink(cover), roughness: 0.7 })); board.position.set(s * width * 0.5, 0, 0); out.push(board)
  }
  return group(out)
}
// Card lying flat, or standing with turn.
export function card({ art = {}, width = 1.5, height = 0.95 }) {
  const body = mesh(roundedBox(width, 0.02, height, 0.02), standard({ color: '#f1ece0', roughness: 0.8 }))
  const top = face(width * 0.985, height * 0.985, goods.card({ ratio: height / width, ...art }), 0.45); top.rotation.x = -Math.PI / 2; top.position.y = 0.0215
  return group(body, top)
}
// Envelope lying flat, flap up.
export function envelope({ colour = 'kraft', width = 1.7, height = 1.15, seal = 'brick' }) {
  const paper = standard({ color: ink(colour), roughness: 0.9, side: THREE.DoubleSide }), body = mesh(roundedBox(width, 0.018, height, 0.01), paper)
  const shape = new THREE.Shape(); shape.moveTo(-width / 2, 0); shape.lineTo(width / 2, 0); shape.lineTo(0.05, height * 0.6); shape.quadraticCurveTo(0, height * 0.63, -0.05, height * 0.6); shape.lineTo(-width / 2, 0)
  const flap = mesh(new THREE.ExtrudeGeometry(shape, { depth: 0.008, bevelEnabled: false }), paper); flap.rotation.x = Math.PI / 2; flap.position.set(0, 0.03, -height / 2)
  const out = [body, flap]
  if (seal) { const wax = mesh(new THREE.CylinderGeometry(0.12, 0.13, 0.035, 40), physical({ color: ink(seal), roughness: 0.35, clearcoat: 0.4 })); wax.position.set(0, 0.05, -height / 2 + height * 0.57); out.push(wax) }
  return group(out)
}
// Shipping box with printed side; `open` raises the flaps.
export function parcel({ width = 2.6, height = 1.5, depth = 1.9, colour = '#b08a5c', open = true, words = 'Castelune' }) {
  const card = standard({ color: ink(colour), roughness: 0.92, side: THREE.DoubleSide }), out = [], t = 0.05
  for (const s of [-1, 1]) {
    const a = mesh(new THREE.BoxGeometry(width, height, t), card); a.position.set(0, height / 2, s * (depth / 2 - t / 2))
    const b = mesh(new THREE.BoxGeometry(t, height, depth), card); b.position.set(s * (width / 2 - t / 2), height / 2, 0); out.push(a, b)
    if (open) {
      const f = mesh(new THREE.BoxGeometry(width, t * 0.7, depth * 0.46), card), k = mesh(new THREE.BoxGeometry(width * 0.4, t * 0.7, depth), card)
      f.rotation.x = s * 0.95; f.position.set(0, height - Math.sin(0.95) * depth * 0.23, s * (depth / 2 + Math.cos(0.95) * depth * 0.23)); out.push(f)
      k.rotation.z = -s * 0.7; k.position.set(s * (width / 2 + Math.cos(0.7) * width * 0.2), height - Math.sin(0.7) * width * 0.2, 0); out.push(k)
    }
  }
  const floor = mesh(new THREE.BoxGeometry(width, t, depth), card); floor.position.y = t / 2; out.push(floor)
  if (!open) { const top = floor.clone(); top.position.y = height; const tape = mesh(new THREE.BoxGeometry(width + 0.01, 0.006, 0.36), standard({ color: ink('sand'), roughness: 0.5 })); tape.position.y = height + t / 2 + 0.003; out.push(top, tape) }
  const [c, g] = print.canvas(1024, Math.round(1024 * height / width), colour); print.emblem(g, 512, c.height * 0.3, 90, 'night', colour); print.text(g, words, 512, c.height * 0.72, 150, { family: 'Brand', colour: 'night', width: 820 })
  const front = face(width * 0.99, height * 0.99, c, 0.92); front.position.set(0, height / 2, depth / 2 + 0.002); out.push(front)
  return group(out)
}
