// The light of the studio: moods, what glossy things mirror, and how materials take the light.
import * as THREE from 'three'

export const MOODS = {
  // backdrop: colour of the paper roll; key: direction, size and colour of the big soft box; dome: light of the room
  studio: { backdrop: '#f1ebe3', key: [-3.4, 4.3, 4.6], keySize: 2.8, keyColour: '#fff5ea', keyPower: 2.1, dome: 1.45, domeColour: '#fbfaf8', env: 1.0 },
  pure:   { backdrop: '#ffffff', key: [-3.2, 4.5, 4.6], keySize: 3.2, keyColour: '#fffaf5', keyPower: 1.9, dome: 1.9, domeColour: '#f8f9ff', env: 1.0 },
  warm:   { backdrop: '#dcc6aa', key: [-4.4, 3.8, 3.0], keySize: 1.8, keyColour: '#ffe6c6', keyPower: 2.7, dome: 1.5, domeColour: '#f3f1f2', env: 0.95 },
  night:  { backdrop: '#2b3747', key: [-3.8, 4.2, 3.6], keySize: 2.2, keyColour: '#ffeed8', keyPower: 2.7, dome: 1.1, domeColour: '#d5e0ff', env: 0.9 },
  window: { backdrop: '#d8cdbd', key: [-4.6, 3.2, 2.9], keySize: 0.6, keyColour: '#ffe0b8', keyPower: 3.5, dome: 1.5, domeColour: '#e6ecff', env: 0.85 },
  phone:  { backdrop: '#8d8474', key: [1.6, 5.4, -1.2], keySize: 0.5, keyColour: '#ffcf8a', keyPower: 1.1, dome: 0.3, domeColour: '#ffdca8', env: 0.3 },
}

// Environment that glossy things mirror: two soft boxes, a top light, floor of the backdrop's colour.
export function environment(renderer, mood) {
  const s = new THREE.Scene()
  const add = (colour, power, w, h, position) => {
    const m = new THREE.Mesh(new THREE.PlaneGeometry(w, h), new THREE.MeshBasicMaterial({ color: new THREE.Color(colour).multiplyScalar(power), side: THREE.DoubleSide }))
    m.position.set(...position); m.lookAt(0, 0.5, 0); s.add(m)
  }
  const back = new THREE.Color(mood.backdrop)
  s.add(new THREE.Mesh(new THREE.SphereGeometry(20, 32, 16), new THREE.MeshBasicMaterial({ color: back.clone().multiplyScalar(0.42), side: THREE.BackSide })))
  const floor = new THREE.Mesh(new THREE.CircleGeometry(18, 32), new THREE.MeshBasicMaterial({ color: back.clone().multiplyScalar(0.75) }))
  floor.rotation.x = -Math.PI / 2; floor.position.y = -1; s.add(floor)
  const side = (degrees, r, y) => [Math.sin(degrees * Math.PI / 180) * r, y, Math.cos(degrees * Math.PI / 180) * r]
  const q = Math.atan2(mood.key[0], mood.key[2]) * 180 / Math.PI
  add(mood.keyColour, 8.5 * mood.env, 2.6, 9, side(q - 32, 7, 2.4))     // tall strip at the side of the key lamp
  add('#ffffff', 3.4 * mood.env, 1.3, 9, side(q + 118, 7.5, 2.2))       // thin strip opposite: rim on the dark side
  add('#ffffff', 2.2 * mood.env, 7, 5, [0, 9, 1])                       // lamp overhead
  add('#ffffff', 1.3 * mood.env, 9, 2.4, [0, 3.4, -9])                  // lit wall behind
  add('#0d0d0c', 0.4, 1.6, 9, side(q + 74, 7.5, 2.4))                   // black flags give edges to metal and glaze
  add('#0d0d0c', 0.4, 1.2, 9, side(q - 72, 7.5, 2.4))
  const g = new THREE.PMREMGenerator(renderer)
  const texture = g.fromScene(s, 0.012).texture
  g.dispose()
  return texture
}

// Diffuse light comes from the sampled lamps (with shadows), mirror light from the environment:
// drop the unshadowed diffuse part of the environment and the point-like speculars of the lamps.
export function studioMaterial(material) {
  if (!(material.isMeshStandardMaterial)) return
  material.onBeforeCompile = shader => {
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <lights_fragment_end>', `#include <lights_fragment_end>
        reflectedLight.directSpecular = vec3( 0.0 );
        reflectedLight.indirectDiffuse = vec3( 0.0 );
        #ifdef USE_CLEARCOAT
          clearcoatSpecularDirect = vec3( 0.0 );
        #endif`)
    if (material.userData.glass) shader.fragmentShader = shader.fragmentShader
      .replace('#include <opaque_fragment>', `float rim = pow( 1.0 - abs( dot( normal, normalize( vViewPosition ) ) ), 1.8 );
        vec3 shine = totalSpecular;
        #ifdef USE_CLEARCOAT
          shine += clearcoatSpecularIndirect * 0.5;
        #endif
        gl_FragColor = vec4( shine + diffuseColor.rgb * rim * 0.10, clamp( opacity + rim * 0.52, 0.0, 1.0 ) );`)
      .replace('#include <premultiplied_alpha_fragment>', '')
  }
  material.customProgramCacheKey = () => 'studio' + !!material.userData.glass
}

// Paper roll: a floor that curves up into the wall.
export function paperRoll(colour, depth) {
  const r = 2.2, points = []
  points.push([14, 0]); points.push([-depth, 0])
  for (let i = 1; i <= 24; i++) { const a = i / 24 * Math.PI / 2; points.push([-depth - Math.sin(a) * r, r - Math.cos(a) * r]) }
  points.push([-depth - r, 22])
  const position = [], index = [], normal = []
  points.forEach(([z, y], i) => { for (const x of [-40, 40]) position.push(x, y, z)
    const a = i < 2 ? 0 : i > 24 ? Math.PI / 2 : (i - 1) / 24 * Math.PI / 2
    for (let k = 0; k < 2; k++) normal.push(0, 1 - 0.10 * Math.sin(a), 0.22 * Math.sin(a))
    if (i) { const p = (i - 1) * 2; index.push(p, p + 1, p + 2, p + 1, p + 3, p + 2) } })
  const g = new THREE.BufferGeometry()
  g.setAttribute('position', new THREE.Float32BufferAttribute(position, 3))
  g.setAttribute('normal', new THREE.Float32BufferAttribute(normal, 3))
  g.setIndex(index)
  const m = new THREE.Mesh(g, new THREE.MeshLambertMaterial({ color: colour, side: THREE.DoubleSide }))
  m.receiveShadow = true
  return m
}
