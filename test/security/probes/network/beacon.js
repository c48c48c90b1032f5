// A beacon.
// tries: send a secret with navigator.sendBeacon, which outlives the page
// must: find none: workers have no beacons
// refusal: sendBeacon is not a function
console.log(navigator.sendBeacon(OUT, 'secret') ? 'escaped: the beacon was sent' : 'blocked: the beacon was refused');
