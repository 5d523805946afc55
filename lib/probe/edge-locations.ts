/** Cities of edge locations, by the airport code at the beginning of X-Amz-Cf-Pop. */
// https://aws.amazon.com/cloudfront/features/#Global_Edge_Network, airport codes by IATA
const CITIES: Readonly<Record<string, string | undefined>> = {
  AKL: 'Auckland', AMS: 'Amsterdam', ARN: 'Stockholm', ATH: 'Athens', ATL: 'Atlanta', BAH: 'Bahrain', BCN: 'Barcelona', BKK: 'Bangkok',
  BLR: 'Bangalore', BNA: 'Nashville', BNE: 'Brisbane', BOG: 'Bogota', BOM: 'Mumbai', BOS: 'Boston', BRU: 'Brussels', BUD: 'Budapest',
  CCU: 'Kolkata', CDG: 'Paris', CGK: 'Jakarta', CMH: 'Columbus', CPH: 'Copenhagen', CPT: 'Cape Town', DEL: 'Delhi', DEN: 'Denver',
  DFW: 'Dallas', DTW: 'Detroit', DUB: 'Dublin', DUS: 'Dusseldorf', DXB: 'Dubai', EWR: 'Newark', EZE: 'Buenos Aires', FCO: 'Rome',
  FJR: 'Fujairah', FOR: 'Fortaleza', FRA: 'Frankfurt', GIG: 'Rio de Janeiro', GRU: 'Sao Paulo', HAM: 'Hamburg', HEL: 'Helsinki',
  HIO: 'Hillsboro', HKG: 'Hong Kong', HYD: 'Hyderabad', IAD: 'Ashburn', IAH: 'Houston', ICN: 'Seoul', IND: 'Indianapolis',
  IST: 'Istanbul', JAX: 'Jacksonville', JFK: 'New York', JNB: 'Johannesburg', KIX: 'Osaka', KUL: 'Kuala Lumpur', LAX: 'Los Angeles',
  LHR: 'London', LIM: 'Lima', LIS: 'Lisbon', LOS: 'Lagos', MAA: 'Chennai', MAD: 'Madrid', MAN: 'Manchester', MCI: 'Kansas City',
  MCT: 'Muscat', MEL: 'Melbourne', MIA: 'Miami', MNL: 'Manila', MRS: 'Marseille', MSP: 'Minneapolis', MUC: 'Munich', MXP: 'Milan',
  NBO: 'Nairobi', NRT: 'Tokyo', ORD: 'Chicago', OSL: 'Oslo', OTP: 'Bucharest', PDX: 'Portland', PER: 'Perth', PHL: 'Philadelphia',
  PHX: 'Phoenix', PMO: 'Palermo', PNQ: 'Pune', PRG: 'Prague', QRO: 'Queretaro', SCL: 'Santiago', SEA: 'Seattle', SFO: 'San Francisco',
  SIN: 'Singapore', SLC: 'Salt Lake City', SOF: 'Sofia', SYD: 'Sydney', TLH: 'Tallahassee', TLV: 'Tel Aviv', TPA: 'Tampa', TPE: 'Taipei',
  TXL: 'Berlin', VIE: 'Vienna', WAW: 'Warsaw', YTO: 'Toronto', YUL: 'Montreal', YVR: 'Vancouver', ZAG: 'Zagreb', ZRH: 'Zurich',
};

/** `Frankfurt (FRA56-P2)`. */
export function placeOf(location: string): string {
  const city = CITIES[location.slice(0, 3).toUpperCase()];
  return city === undefined ? location : `${city} (${location})`;
}
