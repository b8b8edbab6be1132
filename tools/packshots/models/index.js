// All the models by name, and how an object of a scene becomes a shape that stands in its place.
import * as THREE from 'three'
import * as brewers from './brewers.js'
import * as ceramics from './ceramics.js'
import * as coffee from './coffee.js'
import * as counter from './counter.js'
import * as grocery from './grocery.js'
import * as packs from './packs.js'
import * as paper from './paper.js'
import * as rooms from './rooms.js'
import * as tableware from './tableware.js'

const models = { ...brewers, ...ceramics, ...coffee, ...counter, ...grocery, ...packs, ...paper, ...rooms, ...tableware }

// A shape from `item`: { model, at, turn, scale, … }. The model `set` stands for several objects moved as one.
export function place(item) {
  const make = models[item.model]
  if (!make && item.model !== 'set') throw new Error(`no model named ${item.model}; there are set ${Object.keys(models).sort().join(' ')}`)
  const shape = item.model === 'set' ? new THREE.Group().add(...item.objects.map(place)) : make(item)
  shape.position.set(...(item.at ?? [0, 0, 0]))
  const turn = item.turn ?? 0
  if (Array.isArray(turn)) shape.rotation.set(...turn.map(THREE.MathUtils.degToRad), 'YXZ')
  else shape.rotation.y = THREE.MathUtils.degToRad(turn)
  shape.scale.setScalar(item.scale ?? 1)
  return shape
}
