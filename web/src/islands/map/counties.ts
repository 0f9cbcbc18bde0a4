export interface County {
  code: string
  name: string
  nameEn: string
  path: string
  label: { x: number; y: number; start: boolean }
  leader?: [number, number][]
}

export interface CountyMap {
  width: number
  height: number
  counties: County[]
}

interface Feature {
  properties: { code: string; name: string; name_en: string; label_lon: number; label_lat: number; label_align: string; leader: [number, number][] | null }
  geometry: { type: string; coordinates: number[][][] | number[][][][] }
}

const WEST = 113.3
const EAST = 115.1
const SOUTH = 34.82
const NORTH = 35.9
const SQUEEZE = 0.816 // cos of the latitude
const WIDTH = 700
const SCALE = WIDTH / ((EAST - WEST) * SQUEEZE)

/** Outlines and label places of the counties, in units of a drawing 700 wide. */
export function countyMap(collection: { features: Feature[] }): CountyMap {
  return { width: WIDTH, height: Math.round((NORTH - SOUTH) * SCALE), counties: collection.features.map(county) }
}

function county({ properties: p, geometry }: Feature): County {
  const polygons = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as number[][][][]
  const path = polygons.flat().map((ring) => `M${ring.map(([lon, lat]) => placed(lon, lat).join(',')).join('L')}Z`).join('')
  const [x, y] = placed(p.label_lon, p.label_lat)
  return { code: p.code, name: p.name, nameEn: p.name_en, path, label: { x, y, start: p.label_align === 'start' }, leader: p.leader?.map(([lon, lat]) => placed(lon, lat)) }
}

export function placed(lon: number, lat: number): [number, number] {
  return [round((lon - WEST) * SQUEEZE * SCALE), round((NORTH - lat) * SCALE)]
}

const round = (value: number): number => Math.round(value * 10) / 10
